/** Puts headers, `extensions` and an ETag on the text of an executed response. Pure. */

import { createHash } from 'node:crypto';
import type { CacheTrace } from '../../cache/trace.ts';
import { exposedHeaders } from '../../graphql/server.ts';
import type { CachedResponse } from './cached-responses.ts';
import {
  toCacheHeaders,
  toCacheStatus,
  toExtensions,
  toResponseTimes,
  withExtensions,
} from './response-metadata.ts';

export interface Executed {
  readonly request: Request;
  /** The GraphQL server's; its body has been read. */
  readonly response: Response;
  readonly text: string;
  readonly trace: CacheTrace;
  readonly hasEdge: boolean;
  readonly isExplained: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export function finishResponse({
  request,
  response,
  text,
  trace,
  isExplained,
  hasEdge,
  now,
}: Executed): Response {
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  headers.set('access-control-allow-origin', '*');
  // What fails before execution is not in the trace.
  const hasErrors = trace.hasErrors() || text.startsWith('{"errors"');
  setAll(headers, toCacheHeaders(toResponseTimes(trace), hasErrors, now));
  const status = toCacheStatus(trace.reads, hasEdge, now);
  if (status !== null) headers.set('cache-status', status);
  const isTagged = request.method === 'GET' && response.status === 200 && !hasErrors;
  if (isTagged && isKnownToClient(request, headers, toETag(text)))
    return new Response(null, { status: 304, headers });
  return new Response(withExtensions(text, toExtensions(trace, isExplained, now)), {
    status: response.status,
    headers,
  });
}

/** A response that is not JSON: a stream of events, or a refusal without a body. Nothing keeps it. */
export function finishOther(response: Response): Response {
  const other = new Response(response.body, response);
  setAll(other.headers, { ...toCacheHeaders(null, true, 0), 'access-control-allow-origin': '*' });
  return other;
}

/** Null for a response that is not kept: with errors, from nothing of upstream's, or partly stale. */
export function toCachedResponse({ response, text, trace }: Executed): CachedResponse | null {
  const times = toResponseTimes(trace);
  const isFresh = trace.reads.every(({ state }) => state === 'fresh');
  if (times === null || !isFresh || trace.hasErrors() || response.status !== 200) return null;
  const contentType = response.headers.get('content-type') ?? 'application/json';
  return { text, contentType, etag: toETag(text), times, readCount: trace.reads.length };
}

export function fromCachedResponse(request: Request, cached: CachedResponse, now: number): Response {
  const headers = new Headers({
    'content-type': cached.contentType,
    'access-control-allow-origin': '*',
    'access-control-expose-headers': exposedHeaders.join(', '),
    ...toCacheHeaders(cached.times, false, now),
    'cache-status': `gateway-responses; hit; ttl=${Math.floor((cached.times.freshUntil - now) / 1000)}`,
  });
  if (request.method === 'GET' && isKnownToClient(request, headers, cached.etag)) {
    return new Response(null, { status: 304, headers });
  }
  const cost = { upstreamCalls: 0, savedCalls: cached.readCount };
  return new Response(withExtensions(cached.text, { cost }), { headers });
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
