/** Several isolates of one data centre reading one emulator, below GraphQL: for properties with thousands of reads. */

import { demoAccountId, demoKey } from '../../emulator/accounts.ts';
import { createEmulator, type Emulator, type EmulatorSettings } from '../../emulator/emulator.ts';
import { createEdgeStore, unlimited } from '../../src/cache/edge-store.ts';
import { createIsolateCache, type IsolateCache } from '../../src/cache/isolate.ts';
import { toAccountTag } from '../../src/cache/partition.ts';
import { createEdgeMarks, createPurgeMarks } from '../../src/cache/purge-marks.ts';
import { createCacheReport, type ReadRecord } from '../../src/cache/report.ts';
import { readConfig } from '../../src/config/config.ts';
import type { Credential } from '../../src/credentials/credential.ts';
import type { SessionFilter } from '../../src/domain/filter.ts';
import type { PageRow } from '../../src/domain/page.ts';
import type { Host } from '../../src/host.ts';
import { createSessionLoaders, type SessionLoaders } from '../../src/loaders/session-loaders.ts';
import { type Connection, type PageArguments, paginate } from '../../src/pagination/paginate.ts';
import { createSessionListing } from '../../src/pagination/session-listing.ts';
import { openCachedSources } from '../../src/wiring/cached-sources.ts';
import { createFakeEdgeCache } from './edge-cache.ts';
import { testStart, testVars } from './test-gateway.ts';

export const demoCredential: Credential = {
  apiKey: demoKey,
  accountId: demoAccountId,
  source: 'pass-through',
};

export interface CachedRead {
  readonly reader: SessionLoaders;
  readonly reads: readonly ReadRecord[];
  walk(args: PageArguments & { filter: SessionFilter }): Promise<Connection<PageRow>>;
}

export interface CachedWorld {
  readonly emulator: Emulator;
  readonly now: () => number;
  /** Lets time pass. Nobody may be waiting for it: whatever sleeps, sleeps for real. */
  pass(ms: number): void;
  newIsolate(): IsolateCache;
  /** A request of its own in that isolate. */
  open(isolate: IsolateCache, credential?: Credential): CachedRead;
  /** As `POST /purge` does, received by that isolate. */
  purge(isolate: IsolateCache, accountId: string): Promise<void>;
  /** Waits for what goes on behind the answers. */
  settle(): Promise<void>;
}

export interface CachedWorldOptions {
  readonly emulator?: EmulatorSettings;
  readonly vars?: Readonly<Record<string, string>>;
}

export function createCachedWorld({
  emulator: settings = {},
  vars = {},
}: CachedWorldOptions = {}): CachedWorld {
  let now = testStart;
  const emulator = createEmulator({ now: () => now, sessions: 0, requestsPerMinute: null, ...settings });
  const config = readConfig({ ...testVars, SUBREQUEST_BUDGET: '10000', ...vars });
  const behind = new Set<Promise<unknown>>();
  const edgeCache = createFakeEdgeCache(() => now);
  const host: Host = {
    fetch: (request) => emulator.fetch(request),
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (ms <= 50) setTimeout(resolve, 0);
        signal?.addEventListener('abort', () => resolve());
      }),
    random: () => 0,
    newRequestId: () => 'request',
    edgeCache,
    log: () => {},
  };
  const keepAlive = (work: Promise<unknown>): void => {
    behind.add(work);
    work.catch(() => {}).finally(() => behind.delete(work));
  };
  return {
    emulator,
    now: () => now,
    pass: (ms) => {
      now += ms;
    },
    newIsolate: () => createIsolateCache(host, config.cache),
    open(isolate, credential = demoCredential) {
      const report = createCacheReport();
      const wishes = { isFreshOnly: false, isNotStored: false };
      const ports = { accounts: null, fetchLoopback: null, purgePages: null, keepAlive };
      const context = { config, requestId: 'request', isolate, report, wishes, ...ports };
      const reader = createSessionLoaders(openCachedSources(host, context, credential).sources);
      const source = {
        readPage: reader.readPage,
        pageSize: 100,
        accountId: credential.accountId,
        cursorSecret: 's',
        now,
      };
      return {
        reader,
        reads: report.reads,
        walk: (args) => paginate(createSessionListing(source, args.filter), args),
      };
    },
    async purge(isolate, accountId) {
      const shared = createEdgeMarks(createEdgeStore(edgeCache, unlimited), 100_000);
      const tag = toAccountTag({ apiKey: '', accountId }, config.cache.partitionSecret);
      await createPurgeMarks(isolate.marks, shared, () => now, config.cache.memoryMaxAgeMs).purge(tag, 0);
    },
    async settle() {
      while (behind.size > 0) await Promise.allSettled(behind);
    },
  };
}
