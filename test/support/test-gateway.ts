/** A gateway with an emulator behind it, in one call: no socket, a clock that stands still, chance that is fixed. */

import { demoAccountId, demoKey } from '../../emulator/accounts.ts';
import { createEmulator, type Emulator, type EmulatorOptions } from '../../emulator/emulator.ts';
import type { AccountNamespace } from '../../src/account/account-contract.ts';
import { createProcessAccounts } from '../../src/account/in-process.ts';
import type { RateLimiter } from '../../src/client-limit.ts';
import { readConfig } from '../../src/config/config.ts';
import type { Host } from '../../src/host.ts';
import type { GatewayEnvironment } from '../../src/http/gateway.ts';
import { createGateway } from '../../src/http/gateway.ts';
import { type Answer, readAnswer } from './answer.ts';
import { createVirtualClock, type VirtualClock } from './clock.ts';
import { createFakeEdgeCache, type FakeEdgeCache } from './edge-cache.ts';

export const testStart = Date.parse('2026-11-24T12:00:00Z');

/** Every variable that has no default, for tests. */
export const testVars = {
  CHECKLY_API_URL: 'http://127.0.0.1:8790',
  CACHE_PARTITION_SECRET: 'for-tests-only-not-a-secret-0000000000000',
  ENVIRONMENT: 'local',
};

export type Between = (
  request: Request,
  pass: (request: Request) => Promise<Response>,
  clock: VirtualClock,
) => Response | Promise<Response>;

export interface TestGatewayOptions {
  readonly emulator?: Partial<EmulatorOptions>;
  /** Beside `testVars`. */
  readonly vars?: Readonly<Record<string, string>>;
  /** The documents that the deployment trusts. */
  readonly manifest?: unknown;
  /** Stands between the gateway and the emulator, which `pass` asks. */
  readonly between?: Between;
  /** In place of accounts in the process, which all isolates share; null for none. */
  readonly accounts?: AccountNamespace | null;
  /** Nobody is limited without one. */
  readonly clientLimiter?: RateLimiter;
  /** GraphiQL's files; none when left out. */
  readonly assets?: Fetcher;
}

export interface Ask {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One isolate of the gateway: what it remembers is its own. */
export interface TestIsolate {
  /** Any request, answered when the clock has moved as far as it takes. */
  fetch(request: Request): Promise<Response>;
  /** A GraphQL query with the demo key, unless `headers` say otherwise. */
  ask(query: string, options?: Ask): Promise<Answer>;
  /** The same without moving the clock: for many at once, under one `clock.run`. */
  fetchNow(request: Request): Promise<Response>;
  askNow(query: string, options?: Ask): Promise<Answer>;
}

export interface TestGateway extends TestIsolate {
  readonly clock: VirtualClock;
  readonly emulator: Emulator;
  readonly edgeCache: FakeEdgeCache;
  /** Lines that the gateway logged. */
  readonly log: readonly Readonly<Record<string, unknown>>[];
  /** Another isolate in the same data centre: the same emulator, clock and Cache API. */
  newIsolate(): TestIsolate;
  /** Waits for what goes on behind the answers. */
  settle(): Promise<void>;
  /** Upstream calls since the emulator's last reset. */
  upstreamCalls(): number;
}

export const demoHeaders = { authorization: `Bearer ${demoKey}`, 'x-checkly-account': demoAccountId };

export function createTestGateway({
  emulator: emulatorOptions = {},
  vars = {},
  manifest,
  accounts: boundAccounts,
  clientLimiter,
  assets,
  between = (request, pass) => pass(request),
}: TestGatewayOptions = {}): TestGateway {
  const clock = createVirtualClock(testStart);
  const emulator = createEmulator({ now: clock.now, sleep: clock.sleep, ...emulatorOptions });
  const edgeCache = createFakeEdgeCache(clock.now);
  const log: Readonly<Record<string, unknown>>[] = [];
  const behind = new Set<Promise<unknown>>();
  let requests = 0;
  const waitUntil = (work: Promise<unknown>): void => {
    behind.add(work);
    work.catch(() => {}).finally(() => behind.delete(work));
  };
  const host = {
    fetch: async (request: Request) => between(request, (passed) => emulator.fetch(passed), clock),
    now: clock.now,
    sleep: clock.sleep,
    startTimer: clock.startTimer,
    random: () => 0.5,
    newRequestId: () => `request-${++requests}`,
    edgeCache,
    log: (line: Readonly<Record<string, unknown>>) => void log.push(line),
  };
  const variables = { ...testVars, ...vars };
  const accounts = boundAccounts === undefined ? openAccounts(host, variables) : boundAccounts;
  const newIsolate = (): TestIsolate => {
    const gateway = createGateway(host, manifest);
    const others: object = variables;
    const env: GatewayEnvironment = {
      ...others,
      ...(accounts === null ? {} : { ACCOUNTS: accounts }),
      ...(clientLimiter === undefined ? {} : { CLIENT_LIMITER: clientLimiter }),
      ...(assets === undefined ? {} : { ASSETS: assets }),
    };
    const fetchNow = (request: Request) => gateway.fetch(request, env, { waitUntil });
    const fetch = (request: Request) => clock.run(fetchNow(request));
    return {
      fetch,
      fetchNow,
      ask: async (query, options) => readAnswer(await fetch(toRequest(query, options))),
      askNow: async (query, options) => readAnswer(await fetchNow(toRequest(query, options))),
    };
  };
  return {
    clock,
    emulator,
    edgeCache,
    log,
    newIsolate,
    ...newIsolate(),
    async settle() {
      while (behind.size > 0) await clock.run(Promise.allSettled(behind));
    },
    upstreamCalls: () => Object.values(emulator.stats().requests).reduce((sum, count) => sum + count, 0),
  };
}

/** Accounts in the process, shared by isolates as the Durable Objects are; none where the variables are invalid. */
export function openAccounts(
  host: Host,
  variables: Readonly<Record<string, string>>,
): AccountNamespace | null {
  try {
    return createProcessAccounts(host, readConfig(variables));
  } catch {
    // The test is about the variables.
    return null;
  }
}

export function toRequest(query: string, { variables, headers = demoHeaders }: Ask = {}): Request {
  return new Request('https://gateway.example/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
}
