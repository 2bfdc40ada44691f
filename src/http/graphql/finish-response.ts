/** Puts headers, `extensions` and an ETag on the text of an executed response. Pure. */

import { createHash } from 'node:crypto';
import type { CacheTrace } from '../../cache/trace.ts';
import { type Executed, exposedHeaders } from '../../graphql/server.ts';
import type { CachedResponse } from './cached-responses.ts';
import {
  toCacheHeaders,
  toCacheStatus,
  toExtensions,
  toResponseTimes,
  withExtensions,
} from './response-metadata.ts';

export interface Finishing {
  readonly request: Request;
  readonly executed: Executed;
  readonly trace: CacheTrace;
  readonly hasEdge: boolean;
  readonly isExplained: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export function finishResponse(finishing: Finishing): Response {
  const { request, executed, trace, isExplained, hasEdge, now } = finishing;
  const { status, text } = executed;
  // What fails before execution is not in the trace.
  const hasErrors = trace.hasErrors() || text.startsWith('{"errors"');
  const cacheStatus = toCacheStatus(trace.reads, hasEdge, now);
  const headers = toHeaders({
    ...executed.headers,
    'content-type': executed.contentType,
    ...toCacheHeaders(toResponseTimes(trace), hasErrors, now),
    ...(cacheStatus === null ? {} : { 'cache-status': cacheStatus }),
  });
  const isTagged = request.method === 'GET' && status === 200 && !hasErrors;
  if (isTagged && isKnownToClient(request, headers, toETag(text)))
    return new Response(null, { status: 304, headers });
  return new Response(withExtensions(text, toExtensions(trace, isExplained, now)), { status, headers });
}

/** A response that is not JSON: a stream of events, or a refusal without a body. Nothing keeps it. */
export function finishOther(response: Response): Response {
  const other = new Response(response.body, response);
  const values = { ...toCacheHeaders(null, true, 0), 'access-control-allow-origin': '*' };
  for (const [name, value] of Object.entries(values)) other.headers.set(name, value);
  return other;
}

/** Null for a response that is not kept: with errors, from nothing of upstream's, or partly stale. */
export function toCachedResponse({ executed, trace }: Finishing): Omit<CachedResponse, 'named'> | null {
  const times = toResponseTimes(trace);
  const isFresh = trace.reads.every(({ state }) => state === 'fresh');
  if (times === null || !isFresh || trace.hasErrors() || executed.status !== 200) return null;
  const { text, contentType } = executed;
  const cost = { upstreamCalls: 0, savedCalls: trace.reads.length };
  return { body: encoder.encode(withExtensions(text, { cost })), contentType, etag: toETag(text), times };
}

export function fromCachedResponse(request: Request, cached: CachedResponse, now: number): Response {
  const headers = toHeaders({
    'content-type': cached.contentType,
    ...toCacheHeaders(cached.times, false, now),
    'cache-status': `gateway-responses; hit; ttl=${Math.floor((cached.times.freshUntil - now) / 1000)}`,
  });
  if (request.method === 'GET' && isKnownToClient(request, headers, cached.etag)) {
    return new Response(null, { status: 304, headers });
  }
  return new Response(cached.body, { headers });
}

const encoder = new TextEncoder();
const exposed = exposedHeaders.join(', ');

function toHeaders(values: Readonly<Record<string, string>>): Headers {
  return new Headers({
    'access-control-allow-origin': '*',
    'access-control-expose-headers': exposed,
    ...values,
  });
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
