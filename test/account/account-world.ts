/** One account in the process, with a virtual clock and an upstream that a function stands in for. */

import { Account } from '../../src/account/account.ts';
import type { AccountCall } from '../../src/account/account-contract.ts';
import { createAccountState, type StoredAccount } from '../../src/account/account-state.ts';
import { type CacheSettings, readConfig } from '../../src/config/config.ts';
import { type CallOptions, type UpstreamRequest, urgentCall } from '../../src/domain/upstream.ts';
import { createVirtualClock, type VirtualClock } from '../support/clock.ts';
import { createFakeEdgeCache } from '../support/edge-cache.ts';
import { testStart } from '../support/test-gateway.ts';

export const accountId = '11111111-1111-4111-8111-111111111111';

const testConfig = readConfig({
  CACHE_PARTITION_SECRET: 'a-partition-secret-for-tests-only',
  CHECKLY_API_URL: 'https://upstream.example',
  CREDENTIAL_VALID_SECONDS: '60',
});

export const testSettings: CacheSettings = { ...testConfig.cache, callsPerMinute: 20 };

/** What upstream says to a path; `nth` counts the calls from 1. */
export type AnswerCall = (
  path: string,
  nth: number,
  headers: Headers,
  signal: AbortSignal,
) => Response | Promise<Response>;

export interface AccountWorld {
  readonly account: Account;
  readonly clock: VirtualClock;
  /** Paths that upstream was asked for, in order. */
  readonly calls: readonly string[];
  /** What was saved, in order. */
  readonly saved: readonly StoredAccount[];
}

export function createAccountWorld(
  answer: AnswerCall,
  settings: Partial<CacheSettings> = {},
  stored: StoredAccount | null = null,
): AccountWorld {
  const clock = createVirtualClock(testStart);
  const calls: string[] = [];
  const saved: StoredAccount[] = [];
  const host = {
    async fetch({ url, headers, signal }: Request) {
      const { pathname, search } = new URL(url);
      calls.push(pathname + search);
      return answer(pathname + search, calls.length, headers, signal);
    },
    now: clock.now,
    sleep: clock.sleep,
    startTimer: clock.startTimer,
    random: () => 0.5,
    newRequestId: () => 'request',
    edgeCache: createFakeEdgeCache(clock.now),
    log: () => {},
  };
  const cache = { ...testSettings, ...settings };
  const state = createAccountState(cache, stored, (account) => void saved.push(account));
  return { account: new Account(host, { ...testConfig, cache }, state), clock, calls, saved };
}

/** A read of `path` by the first credential, unless said otherwise. */
export function toCall(
  path: string,
  {
    partition = 'first',
    variant = null,
    kind = 'read',
    callerId = null,
    ...options
  }: Partial<CallOptions & UpstreamRequest & Pick<AccountCall, 'partition' | 'callerId'>> = {},
): AccountCall {
  return {
    partition,
    credential: { apiKey: `cu_${partition}`, accountId },
    request: { path, kind, variant },
    options: { ...urgentCall, ...options },
    callerId,
  };
}

export function toOwner(partition = 'first', id: string | null = accountId) {
  return { partition, credential: { apiKey: `cu_${partition}`, accountId: id } };
}
