/** What one request may still spend: calls, connections waiting for headers, and time. */

import pLimit, { type LimitFunction } from 'p-limit';
import { UpstreamError } from '../errors/upstream-error.ts';
import type { Host } from '../host.ts';
import { maxConnections } from '../limits.ts';

export interface CallAllowance {
  /** Counts one call to upstream. @throws UpstreamError `budget-spent` when there is none left. */
  spend(): void;
  /** Counts one call to a cache; false when there is none left. */
  spendOnCache(): boolean;
  hasCallsLeft(): boolean;
  /** Milliseconds until the request's time is over; 0 when it is. */
  remainingMs(): number;
  /** Gives the request at least `ms` from now: one that waits for something to happen lasts longer than others. */
  extendTime(ms: number): void;
  /** Runs `start` as soon as a connection is free; the connection is held until it settles. */
  withConnection: LimitFunction;
}

export interface AllowanceSettings {
  /** Upstream and cache calls together. */
  readonly budget: number;
  readonly timeoutMs: number;
  /** Told of each call to upstream. */
  readonly onUpstreamCall: () => void;
}

export function createCallAllowance(host: Host, settings: AllowanceSettings): CallAllowance {
  let deadline = host.now() + settings.timeoutMs;
  let upstreamCalls = 0;
  let cacheCalls = 0;
  const hasCallsLeft = (): boolean => upstreamCalls + cacheCalls < settings.budget;
  return {
    spend() {
      if (!hasCallsLeft()) throw new UpstreamError({ kind: 'budget-spent', budget: settings.budget });
      upstreamCalls += 1;
      settings.onUpstreamCall();
    },
    spendOnCache() {
      // A third of the budget at most: else the look-ups of many cold copies would leave no call to fetch any of them.
      if (!hasCallsLeft() || cacheCalls >= settings.budget / 3) return false;
      cacheCalls += 1;
      return true;
    },
    hasCallsLeft,
    remainingMs: () => Math.max(0, deadline - host.now()),
    extendTime(ms) {
      deadline = Math.max(deadline, host.now() + ms);
    },
    withConnection: pLimit(maxConnections),
  };
}
