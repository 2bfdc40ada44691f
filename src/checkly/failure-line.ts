/** The line in the log about one failed call upstream: no id, no query, no key and nothing that upstream wrote. Pure. */

import type { TracedRequest } from '../domain/upstream.ts';
import type { UpstreamFailure } from '../errors/upstream-error.ts';

/** The words of Checkly's paths; whatever else stands in a path is somebody's id. */
const pathWords = new Set([
  'v1',
  'next',
  'accounts',
  'me',
  'members',
  'test-sessions',
  'completion',
  'results',
  'assets',
  'test-session-error-groups',
  'projects',
]);

/** A path without ids and query, such as `/v1/test-sessions/{id}`. */
export function toRouteName(path: string): string {
  const [withoutQuery = ''] = path.split('?');
  const segments = withoutQuery.split('/');
  return segments.map((segment) => (segment === '' || pathWords.has(segment) ? segment : '{id}')).join('/');
}

export interface FailedCall {
  /** Path and query. */
  readonly path: string;
  /** Null where no request is known. */
  readonly traced: TracedRequest | null;
  readonly failure: UpstreamFailure;
  /** 1 for the first; null where an answer arrived that could not be read. */
  readonly attempt: number | null;
  /** Milliseconds that the attempt took; null as above. */
  readonly ms: number | null;
}

export function toFailureLine({ path, traced, failure, attempt, ms }: FailedCall): Record<string, unknown> {
  return {
    level: isByCredential(failure) ? 'info' : 'warn',
    message: 'A call to Checkly failed.',
    requestId: traced?.requestId ?? null,
    tenant: traced?.tenant ?? null,
    route: toRouteName(path),
    kind: failure.kind,
    status: 'status' in failure ? failure.status : null,
    attempt,
    ms,
  };
}

/** Any stranger can cause these, so that nobody is to be woken. */
function isByCredential({ kind }: UpstreamFailure): boolean {
  return kind === 'unauthenticated' || kind === 'forbidden' || kind === 'payment-required';
}

/** What many honest reads meet: there is no such thing, the session still runs, or nobody waits any more. */
export function isOrdinary(failure: UpstreamFailure, isLongPoll: boolean): boolean {
  if (failure.kind === 'cancelled') return true;
  if (failure.kind === 'refused') return failure.status === 404;
  return failure.kind === 'timeout' && isLongPoll;
}
