/**
 * Keeps the calls of one account below upstream's limit over the last minute. The last ones are reserved for more
 * urgent calls than a refresh, or than a page that nobody has asked for yet. Plain data and arithmetic; no clock of its own.
 */

import type { CallPriority } from '../domain/upstream.ts';
import { callsKeptFromAhead, callsKeptFromBackground } from '../limits.ts';
import { createCallWindow, windowSeconds } from './call-window.ts';

type Acquisition =
  | { readonly kind: 'acquired' }
  /** What is left is reserved for calls of a higher priority. */
  | { readonly kind: 'reserved' }
  /** Nothing is left for so many seconds, 1 or more. */
  | { readonly kind: 'exhausted'; readonly retryAfterSeconds: number };

export interface RateLimiter {
  /** Counts a call when it may be made. `now` in milliseconds since the epoch. */
  acquire(now: number, priority: CallPriority): Acquisition;
  /** Counts calls that were made elsewhere on this account's behalf. */
  count(now: number, calls: number): void;
  /** Calls that may still be made at `now`. */
  remaining(now: number): number;
  /** Whole seconds, 1 or more, until a call counted earlier leaves the window. */
  secondsUntilRoom(now: number): number;
}

/** `limit`: calls in any 60 seconds. */
export function createRateLimiter(limit: number): RateLimiter {
  const reservedCalls: Readonly<Record<Exclude<CallPriority, 'foreground'>, number>> = {
    background: Math.floor(limit * callsKeptFromBackground),
    ahead: Math.ceil(limit * callsKeptFromAhead),
  };
  const window = createCallWindow();
  const limiter: RateLimiter = {
    acquire(now, priority) {
      const remaining = limiter.remaining(now);
      if (priority !== 'foreground' && remaining <= reservedCalls[priority]) return { kind: 'reserved' };
      if (remaining === 0) return { kind: 'exhausted', retryAfterSeconds: limiter.secondsUntilRoom(now) };
      limiter.count(now, 1);
      return { kind: 'acquired' };
    },
    count: window.count,
    remaining: (now) => Math.max(0, limit - window.sum(now)),
    secondsUntilRoom(now) {
      const oldest = window.oldestSecond(now);
      return oldest === null ? 1 : Math.max(1, oldest + windowSeconds + 1 - Math.floor(now / 1000));
    },
  };
  return limiter;
}
