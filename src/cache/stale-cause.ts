/** Which failures of upstream's a stale entry covers for. Pure. */

import { UpstreamError, type UpstreamFailure } from '../errors/upstream-error.ts';
import type { StaleCause } from './trace.ts';

/** Null for a failure that no entry covers. */
export function toStaleCause(error: unknown): StaleCause | null {
  if (!(error instanceof UpstreamError)) return null;
  const { kind } = error.failure;
  if (isBrokenAnswer(error.failure)) return 'invalid-response';
  if (kind === 'timeout' || kind === 'rate-limited' || kind === 'reserved') return kind;
  return kind === 'unavailable' ? kind : null;
}

/** Whether it is neither an outage nor a refusal: upstream answers, and not what it promises. */
export function isBrokenAnswer({ kind }: UpstreamFailure): boolean {
  return kind === 'invalid-response' || kind === 'too-large';
}
