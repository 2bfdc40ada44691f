/** Puts headers, `extensions` and an ETag on the text of an executed response. Pure. */

import { createHash } from 'node:crypto';
import type { CacheTrace } from '../../cache/trace.ts';
import type { Executed } from '../../graphql/server.ts';
import type { RequestMeter } from '../../request-meter.ts';
import type { CachedResponse } from './cached-responses.ts';
import { compress, isCompressible, toCompressedResponse } from './compress.ts';
import {
  toCacheHeaders,
  toCacheStatus,
  toCost,
  toExtensions,
  toResponseTimes,
  withExtensions,
} from './response-metadata.ts';

export interface Finishing {
  readonly request: Request;
  readonly executed: Executed;
  readonly trace: CacheTrace;
  readonly meter: RequestMeter;
  readonly hasEdge: boolean;
  readonly isExplained: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export function finishResponse(finishing: Finishing): Response {
  const { request, executed, trace, meter, isExplained, hasEdge, now } = finishing;
  const { status, text } = executed;
  // What fails before execution is not in the trace.
  const hasErrors = trace.hasErrors() || text.startsWith('{"errors"');
  const isForbidden = hasErrors || !trace.mayBeStored();
  const cacheStatus = toCacheStatus(trace.reads, hasEdge, now);
  const isTagged = request.method === 'GET' && status === 200 && !isForbidden;
  const etag = isTagged ? toETag(text.slice(0, -1)) : null;
  const headers = {
    ...executed.headers,
    'content-type': executed.contentType,
    ...toCacheHeaders(toResponseTimes(trace), isForbidden, now),
    ...(cacheStatus === null ? {} : { 'cache-status': cacheStatus }),
    ...(etag === null ? {} : { etag }),
  };
  if (etag !== null && isKnownToClient(request, etag)) return new Response(null, { status: 304, headers });
  const body = withExtensions(text, toExtensions(trace, meter, isExplained, now));
  if (!isCompressible(request, executed.contentType, body.length))
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
  trace,
  meter,
}: Finishing): Omit<CachedResponse, 'named'> | null {
  const times = toResponseTimes(trace);
  const isFresh = trace.reads.every(({ state }) => state === 'fresh');
  if (times === null || !isFresh || trace.hasErrors() || !trace.mayBeStored() || executed.status !== 200)
    return null;
  const { text, contentType } = executed;
  const cost = toCost(0, trace.reads.length, meter);
  const whole = withExtensions(text, { cost });
  const body = encoder.encode(whole);
  // `extensions` are of one byte a character.
  const told = body.subarray(0, body.byteLength - (whole.length - text.length + 1));
  let etag: string | null = null;
  return {
    body,
    compressed: null,
    contentType,
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

const encoder = new TextEncoder();

/**
 * Weak: it stands for what was answered, not for `extensions`, which tell the cost of this very request.
 * RFC 9110, section 8.8.3. `told` is the object's text up to where `extensions` begin.
 */
function toETag(told: string | Uint8Array): string {
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
