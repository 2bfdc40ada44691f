// Upstream's limit, per key: so many requests in a window of 60 s of the emulator's clock, then 429.

import { HttpError } from './http-error.ts';

const windowMs = 60_000;

export interface RateLimit {
  /** Null for no limit. */
  readonly requestsPerMinute: number | null;
  /** Whether a 429 says in seconds when to come back: upstream is known to do either. */
  readonly retryAfter: boolean;
}

export interface RateLimiter {
  /** @throws HttpError 429 */
  count(key: string, nowMs: number): void;
}

export function createRateLimiter(limit: RateLimit): RateLimiter {
  const windows = new Map<string, { startedAtMs: number; requests: number }>();
  return {
    count(key, nowMs) {
      if (limit.requestsPerMinute === null) return;
      let current = windows.get(key);
      if (current === undefined || nowMs >= current.startedAtMs + windowMs) {
        current = { startedAtMs: nowMs, requests: 0 };
        windows.set(key, current);
      }
      current.requests += 1;
      if (current.requests <= limit.requestsPerMinute) return;
      const seconds = Math.max(1, Math.ceil((current.startedAtMs + windowMs - nowMs) / 1000));
      const headers = limit.retryAfter ? { 'Retry-After': String(seconds) } : {};
      throw new HttpError(429, 'Too many requests, please try again later.', headers);
    },
  };
}
