/**
 * Keeps the gateway's own calls for an account under upstream's limit: the last tenth is for readers who would
 * otherwise get nothing. By itself it counts one isolate's calls, a damper; upstream's 429 remains the truth.
 */

import { LRUCache } from 'lru-cache';
import { type CallWindow, createCallWindow } from './call-window.ts';

export interface Grant {
  /** Only for readers who have no copy at all. */
  readonly isScarce: boolean;
  /** Null when a call may be made; else how long until one may, in seconds. */
  readonly retryAfterSeconds: number | null;
}

export interface Governor {
  /** Whether the account may be asked for something now. */
  ask(accountTag: string): Promise<Grant>;
  /** A call was made. */
  count(accountTag: string): void;
}

/** Calls at or below this share of the limit are scarce. */
const scarceShare = 0.1;
const maxAccounts = 5_000;

export function readGrant(window: CallWindow, callsPerMinute: number, now: number): Grant {
  const remaining = window.remaining(now);
  return {
    isScarce: remaining <= callsPerMinute * scarceShare,
    retryAfterSeconds: remaining > 0 ? null : window.secondsUntilRoom(now),
  };
}

export function createLocalGovernor(now: () => number, callsPerMinute: number): Governor {
  const windows = new LRUCache<string, CallWindow>({ max: maxAccounts });
  const windowOf = (accountTag: string): CallWindow => {
    const window = windows.get(accountTag) ?? createCallWindow(callsPerMinute);
    windows.set(accountTag, window);
    return window;
  };
  return {
    ask: async (accountTag) => readGrant(windowOf(accountTag), callsPerMinute, now()),
    count: (accountTag) => windowOf(accountTag).count(now(), 1),
  };
}
