/**
 * Bounds how much retries add to the calls of one account: where everything fails, each call is made about once.
 * Plain data and arithmetic; no clock of its own.
 */

import { maxRetryShare, minRetriesPerMinute } from '../limits.ts';
import { createCallWindow } from './call-window.ts';

export interface RetryBudget {
  countCall(now: number): void;
  /** Counts a retry when it may be made. `now` in milliseconds since the epoch. */
  spend(now: number): boolean;
}

export function createRetryBudget(): RetryBudget {
  const calls = createCallWindow();
  const retries = createCallWindow();
  return {
    countCall: (now) => calls.count(now, 1),
    spend(now) {
      const allowed = Math.max(minRetriesPerMinute, Math.floor(calls.sum(now) * maxRetryShare));
      if (retries.sum(now) >= allowed) return false;
      retries.count(now, 1);
      return true;
    },
  };
}
