/**
 * Keeps the gateway's own calls for an account under upstream's limit: the last tenth is for readers who would
 * otherwise get nothing. By itself it counts one isolate's calls, a damper; upstream's 429 remains the truth.
 */

import { LRUCache } from 'lru-cache';
import { type CallWindow, createCallWindow } from './call-window.ts';

export type Grant =
  /** A call may be made, and counts from now on. Milliseconds since the epoch. */
  | { readonly kind: 'taken'; readonly takenAt: number }
  /** What is left is for readers who have no copy at all. */
  | { readonly kind: 'scarce' }
  /** How long until there is a call again, in seconds. */
  | { readonly kind: 'spent'; readonly retryAfterSeconds: number };

export interface Governor {
  /** `isUrgent`: for a reader who has no copy at all. Never rejects. */
  take(accountTag: string, isUrgent: boolean): Promise<Grant>;
  /** A call that was taken was not needed. */
  giveBack(accountTag: string, takenAt: number): void;
  /** A call was made that nobody took: a retry. */
  count(accountTag: string): void;
}

const maxAccounts = 5_000;

/** This many of the limit's calls are the last ones. */
export function toScarceCalls(callsPerMinute: number): number {
  return Math.floor(callsPerMinute / 10);
}

export function createLocalGovernor(now: () => number, callsPerMinute: number): Governor {
  const windows = new LRUCache<string, CallWindow>({ max: maxAccounts });
  const windowOf = (accountTag: string): CallWindow => {
    const window = windows.get(accountTag) ?? createCallWindow(callsPerMinute);
    windows.set(accountTag, window);
    return window;
  };
  return {
    async take(accountTag, isUrgent) {
      const window = windowOf(accountTag);
      const takenAt = now();
      const remaining = window.remaining(takenAt);
      if (!isUrgent && remaining <= toScarceCalls(callsPerMinute)) return { kind: 'scarce' };
      if (remaining === 0) return { kind: 'spent', retryAfterSeconds: window.secondsUntilRoom(takenAt) };
      window.count(takenAt, 1);
      return { kind: 'taken', takenAt };
    },
    giveBack: (accountTag, takenAt) => windowOf(accountTag).count(takenAt, -1),
    count: (accountTag) => windowOf(accountTag).count(now(), 1),
  };
}
