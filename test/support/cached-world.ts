/** Several isolates of one data centre reading one emulator, below GraphQL: for properties with thousands of reads. */

import { demoAccountId, demoKey } from '../../emulator/accounts.ts';
import { createEmulator, type Emulator, type EmulatorSettings } from '../../emulator/emulator.ts';
import { createProcessAccounts } from '../../src/account/in-process.ts';
import { createIsolateCache, type IsolateCache } from '../../src/cache/isolate.ts';
import { createCacheTrace, type TracedRead } from '../../src/cache/trace.ts';
import { readConfig } from '../../src/config/config.ts';
import { openRequest } from '../../src/context.ts';
import type { Credential } from '../../src/credentials/credential.ts';
import { toAccountTag, toPartition } from '../../src/credentials/reader.ts';
import type { SessionFilter } from '../../src/domain/filter.ts';
import type { PageRow } from '../../src/domain/page.ts';
import type { Host } from '../../src/host.ts';
import { memoryBytes } from '../../src/limits.ts';
import type { Loaders } from '../../src/loaders/loaders.ts';
import { createSign } from '../../src/pagination/cursor.ts';
import { type Connection, type PageArguments, paginate } from '../../src/pagination/paginate.ts';
import { listSessions } from '../../src/pagination/session-listing.ts';
import type { Walk } from '../../src/pagination/session-walk.ts';
import type { WalkPlan } from '../../src/pagination/walk-memory.ts';
import { createMemoryStore, type MemoryStore } from '../../src/storage/memory-store.ts';
import { createFakeEdgeCache } from './edge-cache.ts';
import { testStart, testVars } from './test-gateway.ts';

const demoCredential: Credential = {
  apiKey: demoKey,
  accountId: demoAccountId,
  source: 'pass-through',
};

interface CachedRead {
  readonly loaders: Loaders;
  readonly reads: readonly TracedRead[];
  walkAll(filter: SessionFilter): Promise<Walk>;
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
  /** As `POST /purge` does. Milliseconds to wait where the last purge is too young; 0 when it is done. */
  purge(accountId: string): Promise<number>;
  /** Waits for what goes on behind the responses. */
  settle(): Promise<void>;
}

export interface CachedWorldOptions {
  readonly emulator?: EmulatorSettings;
  readonly vars?: Readonly<Record<string, string>>;
}

const signCursor = createSign('s');

export function createCachedWorld({
  emulator: settings = {},
  vars = {},
}: CachedWorldOptions = {}): CachedWorld {
  let now = testStart;
  const emulator = createEmulator({ now: () => now, sessions: 0, requestsPerMinute: null, ...settings });
  const config = readConfig({
    ...testVars,
    SUBREQUEST_BUDGET: '10000',
    UPSTREAM_CALLS_PER_MINUTE: '100000',
    ...vars,
  });
  const behind = new Set<Promise<unknown>>();
  const host: Host = {
    fetch: (request) => emulator.fetch(request),
    now: () => now,
    startTimer: () => () => {},
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (ms <= 50) setTimeout(resolve, 0);
        signal?.addEventListener('abort', () => resolve());
      }),
    random: () => 0,
    newRequestId: () => 'request',
    edgeCache: createFakeEdgeCache(() => now),
    log: () => {},
  };
  const accounts = createProcessAccounts(host, config);
  const keepAlive = (work: Promise<unknown>): void => {
    behind.add(work);
    work.catch(() => {}).finally(() => behind.delete(work));
  };
  const { partitionSecret } = config.cache;
  const walks = new WeakMap<IsolateCache, MemoryStore<WalkPlan>>();
  const walksOf = (isolate: IsolateCache): MemoryStore<WalkPlan> => {
    const known = walks.get(isolate) ?? createMemoryStore<WalkPlan>(memoryBytes.walks);
    walks.set(isolate, known);
    return known;
  };
  return {
    emulator,
    now: () => now,
    pass: (ms) => {
      now += ms;
    },
    newIsolate: () => createIsolateCache(config.cache),
    open(isolate, credential = demoCredential) {
      const trace = createCacheTrace();
      const directives = { isNoCache: false, isNoStore: false };
      const context = {
        config,
        isolate,
        walks: walksOf(isolate),
        accounts,
        signCursor,
        openStandIns: () => accounts,
        trace,
        directives,
        keepAlive,
      };
      const partition = toPartition(credential, partitionSecret);
      const { loaders, walk } = openRequest(host, context, {
        credential,
        partition,
        client: partition,
        accountTag: toAccountTag(credential, partitionSecret),
      });
      const source = {
        load: loaders.load,
        pageSize: 100,
        accountId: credential.accountId,
        sign: signCursor,
        now,
      };
      return {
        loaders,
        reads: trace.reads,
        walkAll: walk,
        walk: (args) => paginate(listSessions(args.filter)(source), args),
      };
    },
    purge: (accountId) =>
      accounts.getByName(toAccountTag({ apiKey: '', accountId }, partitionSecret)).purge(),
    async settle() {
      while (behind.size > 0) await Promise.allSettled(behind);
    },
  };
}
