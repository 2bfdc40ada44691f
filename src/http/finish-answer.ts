/** Puts headers, `extensions` and an ETag on an answer's text. Pure. */

import { createHash } from 'node:crypto';
import type { CacheReport } from '../cache/report.ts';
import type { SharedTier } from '../cache/settings.ts';
import { exposedHeaders } from '../server.ts';
import type { WholeAnswer } from './answer-cache.ts';
import { toAnswerTimes, toCacheHeaders, toCacheStatus } from './cache-headers.ts';
import { toExtensions, withExtensions } from './extensions.ts';

export interface Answered {
  readonly request: Request;
  /** The GraphQL server's; its body has been read. */
  readonly response: Response;
  readonly text: string;
  readonly report: CacheReport;
  readonly sharedTier: SharedTier;
  readonly isExplained: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export function finishAnswer({
  request,
  response,
  text,
  report,
  isExplained,
  sharedTier,
  now,
}: Answered): Response {
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  headers.set('access-control-allow-origin', '*');
  // What fails before execution is not in the report.
  const hasErrors = report.hasErrors() || text.startsWith('{"errors"');
  setAll(headers, toCacheHeaders(toAnswerTimes(report), hasErrors, now));
  const status = toCacheStatus(report.reads, sharedTier, now);
  if (status !== null) headers.set('cache-status', status);
  const isTagged = request.method === 'GET' && response.status === 200 && !hasErrors;
  if (isTagged && isKnownToClient(request, headers, toETag(text)))
    return new Response(null, { status: 304, headers });
  return new Response(withExtensions(text, toExtensions(report, isExplained, now)), {
    status: response.status,
    headers,
  });
}

/** An answer that is not JSON: a stream of events, or a refusal without a body. Nothing keeps it. */
export function finishOther(response: Response): Response {
  const answer = new Response(response.body, response);
  setAll(answer.headers, { ...toCacheHeaders(null, true, 0), 'access-control-allow-origin': '*' });
  return answer;
}

/** Null for an answer that is not worth keeping: with errors, from nothing of upstream's, or with something stale in it. */
export function toWholeAnswer({ response, text, report }: Answered): WholeAnswer | null {
  const times = toAnswerTimes(report);
  const isFresh = report.reads.every(({ state }) => state === 'fresh');
  if (times === null || !isFresh || report.hasErrors() || response.status !== 200) return null;
  const contentType = response.headers.get('content-type') ?? 'application/json';
  return { text, contentType, etag: toETag(text), times, readCount: report.reads.length };
}

export function fromWholeAnswer(request: Request, answer: WholeAnswer, now: number): Response {
  const headers = new Headers({
    'content-type': answer.contentType,
    'access-control-allow-origin': '*',
    'access-control-expose-headers': exposedHeaders.join(', '),
    ...toCacheHeaders(answer.times, false, now),
    'cache-status': `gateway-answers; hit; ttl=${Math.floor((answer.times.freshUntil - now) / 1000)}`,
  });
  if (request.method === 'GET' && isKnownToClient(request, headers, answer.etag)) {
    return new Response(null, { status: 304, headers });
  }
  const cost = { upstreamCalls: 0, savedCalls: answer.readCount };
  return new Response(withExtensions(answer.text, { cost }), { headers });
}

/**
 * Weak: it stands for what was answered, not for `extensions`, which tell the cost of this very request.
 * RFC 9110, section 8.8.3.
 */
function toETag(text: string): string {
  return `W/"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
}

function isKnownToClient(request: Request, headers: Headers, etag: string): boolean {
  headers.set('etag', etag);
  const known = request.headers.get('if-none-match');
  return (
    known !== null && (known.trim() === '*' || known.split(',').some((tag) => isSameTag(tag.trim(), etag)))
  );
}

/** Weak comparison, RFC 9110, section 8.8.3.2. */
function isSameTag(a: string, b: string): boolean {
  return a.replace(/^W\//, '') === b.replace(/^W\//, '');
}

function setAll(headers: Headers, values: Record<string, string>): void {
  for (const [name, value] of Object.entries(values)) headers.set(name, value);
}
