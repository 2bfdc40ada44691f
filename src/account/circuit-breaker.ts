/**
 * Spares an upstream that keeps failing: while the circuit is open calls fail at once, but one at a time that finds
 * out whether it is well again. Plain data and arithmetic; no clock of its own.
 */

import type { UpstreamFailure } from '../errors/upstream-error.ts';
import { attemptTimeoutMs, breakerFailures, breakerMaxOpenMs, breakerOpenMs } from '../limits.ts';

export interface CircuitBreaker {
  /**
   * `closed`: the call may be made. `probe`: the circuit is half open and this one call may be made. Else the
   * failure that opened the circuit, to be answered with at once. `now` in milliseconds since the epoch.
   */
  admit(now: number): 'closed' | 'probe' | UpstreamFailure;
  /** Whether calls are made as ever: neither open nor half open. */
  isClosed(): boolean;
  /** Whether the next call that is admitted is a probe. */
  isProbeDue(now: number): boolean;
  /** Notes what came of a call; `failure` is null for an answer. */
  record(failure: UpstreamFailure | null, now: number, isProbe: boolean): void;
  /** The probe came to nothing: the next call may be one. */
  abandonProbe(now: number): void;
}

/** Failures further apart than this are no outage. */
const forgetAfterMs = 60_000;

export function createCircuitBreaker(): CircuitBreaker {
  let failures = 0;
  let last: UpstreamFailure | null = null;
  let lastAt = 0;
  let openMs = breakerOpenMs;
  let retryAt = 0;
  const breaker: CircuitBreaker = {
    isClosed: () => last === null || failures < breakerFailures,
    isProbeDue: (now) => failures >= breakerFailures && now >= retryAt,
    admit(now) {
      if (last === null || failures < breakerFailures) return 'closed';
      if (!breaker.isProbeDue(now)) return last;
      // A probe that is lost with its request makes way for another by then.
      retryAt = now + attemptTimeoutMs;
      return 'probe';
    },
    record(failure, now, isProbe) {
      if (failure === null || !isOutage(failure)) {
        // A 500 says nothing about other calls, except that there is no time-out.
        if (failure?.kind === 'unavailable' && !isProbe) return;
        failures = 0;
        openMs = breakerOpenMs;
        return;
      }
      const isClosed = failures < breakerFailures;
      if (isClosed && now - lastAt >= forgetAfterMs) failures = 0;
      failures += 1;
      last = failure;
      lastAt = now;
      if (isProbe) openMs = Math.min(breakerMaxOpenMs, 2 * openMs);
      if (isProbe || (isClosed && failures >= breakerFailures)) retryAt = now + openMs;
    },
    abandonProbe(now) {
      retryAt = now;
    },
  };
  return breaker;
}

/** Whether upstream as a whole may be down. A 500 is as often one call's own, and a 429 is the limiter's. */
function isOutage(failure: UpstreamFailure): boolean {
  return failure.kind === 'timeout' || (failure.kind === 'unavailable' && failure.status !== 500);
}
