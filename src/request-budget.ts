/** What one request may still spend: calls, connections that wait for headers, and time. */

import pLimit, { type LimitFunction } from 'p-limit';
import { UpstreamError } from './errors/upstream-error.ts';
import type { Host } from './host.ts';
import { maxConnections } from './limits.ts';

export interface RequestBudget {
  /**
   * Counts one call towards upstream and runs it when a connection is free, no longer than the request lasts.
   * @throws UpstreamError `budget-spent` when no call is left, `timeout` when the request's time is over.
   */
  run<Value>(call: () => Promise<Value>): Promise<Value>;
  /** Counts one call to a cache; false when none is left. */
  spendOnCache(): boolean;
  hasCallsLeft(): boolean;
  /** Milliseconds until the request's time is over; 0 when it is. */
  remainingMs(): number;
  /** Gives the request at least `ms` from now: one that waits for something to happen lasts longer than others. */
  extendTime(ms: number): void;
  /** Runs `start` as soon as a connection is free; the connection is held until it settles. */
  withConnection<Value>(start: () => Promise<Value>): Promise<Value>;
}

export interface BudgetSettings {
  /** Calls towards upstream and to caches together. */
  readonly maxCalls: number;
  readonly timeoutMs: number;
}

export function createRequestBudget(host: Host, { maxCalls, timeoutMs }: BudgetSettings): RequestBudget {
  let limit: LimitFunction | null = null;
  let deadline = host.now() + timeoutMs;
  let timeout: Promise<never> | null = null;
  let upstreamCalls = 0;
  let cacheCalls = 0;

  /** Made with the first call: most requests make none. */
  function withConnection<Value>(start: () => Promise<Value>): Promise<Value> {
    limit ??= pLimit(maxConnections);
    return limit(start);
  }

  /** One timer for all calls of the request. */
  function inTime<Value>(work: Promise<Value>): Promise<Value> {
    if (timeout === null) {
      timeout = new Promise((_, reject) => {
        host.startTimer(budget.remainingMs(), () => reject(timeIsOver()));
      });
      timeout.catch(() => {});
    }
    return Promise.race([work, timeout]);
  }

  const budget: RequestBudget = {
    async run(call) {
      return withConnection(() => {
        if (budget.remainingMs() === 0) throw timeIsOver();
        if (!budget.hasCallsLeft()) throw new UpstreamError({ kind: 'budget-spent', budget: maxCalls });
        upstreamCalls += 1;
        return inTime(call());
      });
    },
    spendOnCache() {
      // A third of the budget at most: else the look-ups of many missing entries would leave no call to fetch any.
      if (!budget.hasCallsLeft() || cacheCalls >= maxCalls / 3) return false;
      cacheCalls += 1;
      return true;
    },
    hasCallsLeft: () => upstreamCalls + cacheCalls < maxCalls,
    remainingMs: () => Math.max(0, deadline - host.now()),
    extendTime(ms) {
      deadline = Math.max(deadline, host.now() + ms);
      timeout = null;
    },
    withConnection,
  };
  return budget;
}

function timeIsOver(): UpstreamError {
  return new UpstreamError({ kind: 'timeout' });
}
