/** Puts headers, `extensions` and an ETag on what was executed. Pure. */

import { createHash } from 'node:crypto';
import type { CacheTrace } from '../../cache/trace.ts';
import type { Executed } from '../../graphql/server.ts';
import type { RequestMeter } from '../../request-meter.ts';
import type { AnswerBody } from './answer-body.ts';
import type { CachedResponse } from './cached-responses.ts';
import { compress, isCompressible, toCompressedResponse } from './compress.ts';
import { toCacheHeaders, toCacheStatus, toCost, toExtensions, toResponseTimes } from './response-metadata.ts';

export interface Finishing {
  readonly request: Request;
  readonly executed: Executed;
  /** Of `executed`. */
  readonly answerBody: AnswerBody;
  readonly trace: CacheTrace;
  readonly meter: RequestMeter;
  readonly hasEdge: boolean;
  readonly isExplained: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export function finishResponse(finishing: Finishing): Response {
  const { request, executed, answerBody, trace, meter, isExplained, hasEdge, now } = finishing;
  const { status, text } = executed;
  // What fails before execution is not in the trace.
  const hasErrors = trace.hasErrors() || text.startsWith('{"errors"');
  const isForbidden = hasErrors || !trace.mayBeStored();
  const cacheStatus = toCacheStatus(trace.reads, hasEdge, now);
  const isTagged = request.method === 'GET' && status === 200 && !isForbidden;
  const etag = isTagged ? toETag(answerBody.told()) : null;
  const headers = {
    ...executed.headers,
    'content-type': executed.contentType,
    ...toCacheHeaders(toResponseTimes(trace), isForbidden, now),
    ...(cacheStatus === null ? {} : { 'cache-status': cacheStatus }),
    ...(etag === null ? {} : { etag }),
  };
  if (etag !== null && isKnownToClient(request, etag)) return new Response(null, { status: 304, headers });
  const body = answerBody.with(toExtensions(trace, meter, isExplained, now));
  if (!isCompressible(request, executed.contentType, body.byteLength))
    return new Response(body, { status, headers });
  return toCompressedResponse(compress(body), status, headers);
}

/** A response that is not JSON: a stream of events, or a refusal without a body. Nothing keeps it. */
export function finishOther(response: Response): Response {
  const other = new Response(response.body, response);
  for (const [name, value] of Object.entries(toCacheHeaders(null, true, 0))) other.headers.set(name, value);
  return other;
}

/** Null for a response that is not kept: with errors or secrets, from nothing of upstream's, or partly stale. */
export function toCachedResponse({
  executed,
  answerBody,
  trace,
  meter,
}: Finishing): Omit<CachedResponse, 'named'> | null {
  const times = toResponseTimes(trace);
  const isFresh = trace.reads.every(({ state }) => state === 'fresh');
  if (times === null || !isFresh || trace.hasErrors() || !trace.mayBeStored() || executed.status !== 200)
    return null;
  const cost = toCost(0, trace.reads.length, meter);
  const body = answerBody.with({ cost });
  const told = body.subarray(0, answerBody.told().byteLength);
  let etag: string | null = null;
  return {
    body,
    compressed: null,
    contentType: executed.contentType,
    etag() {
      etag ??= toETag(told);
      return etag;
    },
    times,
  };
}

export function fromCachedResponse(
  request: Request,
  cached: CachedResponse,
  now: number,
  keep: (changed: CachedResponse) => void,
): Response {
  const etag = request.method === 'GET' ? cached.etag() : null;
  const headers = {
    'content-type': cached.contentType,
    ...toCacheHeaders(cached.times, false, now),
    'cache-status': `gateway-responses; hit; ttl=${Math.floor((cached.times.freshUntil - now) / 1000)}`,
    ...(etag === null ? {} : { etag }),
  };
  if (etag !== null && isKnownToClient(request, etag)) return new Response(null, { status: 304, headers });
  if (!isCompressible(request, cached.contentType, cached.body.byteLength)) {
    return new Response(cached.body, { headers });
  }
  return toCompressedResponse(cached.compressed ?? compressAndKeep(cached, keep), 200, headers);
}

function compressAndKeep(
  cached: CachedResponse,
  keep: (changed: CachedResponse) => void,
): Uint8Array<ArrayBuffer> {
  const compressed = compress(cached.body);
  keep({ ...cached, compressed });
  return compressed;
}

/**
 * Weak: it stands for what was answered, not for `extensions`, which tell the cost of this very request.
 * RFC 9110, section 8.8.3.
 */
function toETag(told: Uint8Array): string {
  return `W/"${createHash('sha256').update(told).digest('base64url').slice(0, 22)}"`;
}

function isKnownToClient(request: Request, etag: string): boolean {
  const known = request.headers.get('if-none-match');
  return (
    known !== null && (known.trim() === '*' || known.split(',').some((tag) => isSameTag(tag.trim(), etag)))
  );
}

/** Weak comparison, RFC 9110, section 8.8.3.2. */
function isSameTag(a: string, b: string): boolean {
  return a.replace(/^W\//, '') === b.replace(/^W\//, '');
}
