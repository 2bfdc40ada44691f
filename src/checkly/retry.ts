/** Whether a failed call is tried again, and after how long. Pure. The rules are those of Checkly's own client. */

import type { UpstreamFailure } from '../errors/upstream-error.ts';
import { backoffBaseMs, backoffMaxMs, maxAttempts, maxRetryAfterMs } from '../limits.ts';

export interface RetryFacts {
  readonly failure: UpstreamFailure;
  /** Attempts made so far, 1 or more. */
  readonly attempts: number;
  /** Time left for the whole request, in milliseconds. */
  readonly remainingMs: number;
  /** From 0 to 1: the share of the backoff that is waited (full jitter). */
  readonly jitter: number;
}

/** Milliseconds to wait before the next attempt; null to give up. */
export function decideRetry({ failure, attempts, remainingMs, jitter }: RetryFacts): number | null {
  if (attempts >= maxAttempts || !isWorthRetrying(failure)) return null;
  const backoffMs = jitter * Math.min(backoffMaxMs, backoffBaseMs * 2 ** (attempts - 1));
  const retryAfterMs = readRetryAfterMs(failure);
  if (retryAfterMs > maxRetryAfterMs) return null;
  const waitMs = Math.max(backoffMs, retryAfterMs);
  return waitMs < remainingMs ? waitMs : null;
}

function readRetryAfterMs(failure: UpstreamFailure): number {
  const isTold = failure.kind === 'rate-limited' || failure.kind === 'unavailable';
  return isTold ? (failure.retryAfterSeconds ?? 0) * 1000 : 0;
}

/** 500 is left out: it is as often deterministic as not. */
function isWorthRetrying(failure: UpstreamFailure): boolean {
  if (failure.kind === 'rate-limited') return true;
  return failure.kind === 'unavailable' && [null, 502, 503, 504].includes(failure.status);
}
