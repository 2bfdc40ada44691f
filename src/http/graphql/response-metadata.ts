/** What a response tells of itself: its age, to caches, and its cost and its stale parts, to people. Pure. */

import { type CacheTrace, countSaved, type TracedRead } from '../../cache/trace.ts';
import type { RequestMeter, ToldWeight } from '../../request-meter.ts';

/** The freshness of a response: that of the oldest and of the least fresh entry in it. */
export interface ResponseTimes {
  /** Milliseconds since the epoch. */
  readonly oldestFetchedAt: number;
  readonly freshUntil: number;
}

/** Null for a response that holds nothing of upstream's, such as an introspection. */
export function toResponseTimes({ reads, expiresAt }: CacheTrace): ResponseTimes | null {
  if (reads.length === 0) return null;
  return {
    oldestFetchedAt: Math.min(...reads.map(({ fetchedAt }) => fetchedAt)),
    freshUntil: Math.min(expiresAt(), ...reads.map(toFreshUntil)),
  };
}

/** A stale entry that covers for a failure is for no cache to store, however fresh it looks. */
function toFreshUntil({ state, fetchedAt, freshForMs }: TracedRead): number {
  const isCovering = state !== 'fresh' && state !== 'revalidating';
  return isCovering ? fetchedAt : fetchedAt + freshForMs;
}

/** One reader's responses must not reach another, and differ by what they accept. */
const vary = 'Authorization, X-Checkly-Account, Accept, Accept-Encoding';

/**
 * `Age` is that of the oldest part, and `max-age` counts from there, so that a cache down the line stores the
 * response exactly until its least fresh part is stale (RFC 9111, section 4.2).
 * @param isForbidden whether nobody may store it: it has errors, or holds signed addresses
 */
export function toCacheHeaders(
  times: ResponseTimes | null,
  isForbidden: boolean,
  now: number,
): Record<string, string> {
  if (isForbidden) return { 'cache-control': 'no-store', vary };
  if (times === null) return { 'cache-control': 'private, no-cache', vary };
  const ageSeconds = Math.max(0, Math.floor((now - times.oldestFetchedAt) / 1000));
  const leftSeconds = Math.max(0, Math.floor((times.freshUntil - now) / 1000));
  return {
    'cache-control': `private, max-age=${ageSeconds + leftSeconds}`,
    age: String(ageSeconds),
    vary,
  };
}

/**
 * `Cache-Status` of RFC 9211, one member for each tier that was asked, the one closest to upstream first.
 * A tier hit when every read that reached it did.
 */
export function toCacheStatus(reads: readonly TracedRead[], hasEdge: boolean, now: number): string | null {
  if (reads.length === 0) return null;
  const fromMemory = reads.filter(({ source }) => source === 'memory');
  const beyondMemory = reads.filter(({ source }) => source !== 'memory');
  const members = [toMember('gateway-memory', fromMemory, beyondMemory, now)];
  if (beyondMemory.length > 0 && hasEdge) {
    const fromEdge = beyondMemory.filter(({ source }) => source === 'edge');
    const fromUpstream = beyondMemory.filter(({ source }) => source === 'upstream');
    members.unshift(toMember('gateway-edge', fromEdge, fromUpstream, now));
  }
  return members.join(', ');
}

function toMember(
  name: string,
  hits: readonly TracedRead[],
  misses: readonly TracedRead[],
  now: number,
): string {
  if (misses.length > 0) {
    const collapsed = misses.every(({ isCollapsed }) => isCollapsed) ? '; collapsed' : '';
    return `${name}; fwd=miss${collapsed}`;
  }
  const ttl = Math.floor((Math.min(...hits.map((read) => read.fetchedAt + read.freshForMs)) - now) / 1000);
  const causes = [...new Set(hits.map(({ state }) => state).filter((state) => state !== 'fresh'))];
  const detail = causes.length === 0 ? '' : `; detail="stale: ${causes.join(' ')}"`;
  return `${name}; hit; ttl=${ttl}${detail}`;
}

export interface ResponseExtensions {
  readonly cost: {
    readonly upstreamCalls: number;
    readonly savedCalls: number;
    /** What it may need with nothing cached, known before it is executed. Left out with the weight. */
    readonly requestedCalls?: number;
    /** Left out when nothing came to be executed. */
    readonly weight?: ToldWeight;
  };
  /** Present if part of the response is stale. */
  readonly stale?: readonly StaleNote[];
  /** Only in development, on request. */
  readonly cache?: readonly ReadNote[];
}

interface StaleNote {
  readonly reason: TracedRead['state'];
  readonly ageSeconds: number;
}

interface ReadNote extends StaleNote {
  readonly unit: string;
  readonly source: TracedRead['source'];
  readonly isCollapsed: boolean;
  readonly freshness: TracedRead['freshness'];
  readonly freshForSeconds: number;
  readonly why: string;
}

export function toCost(
  upstreamCalls: number,
  savedCalls: number,
  meter: RequestMeter,
): ResponseExtensions['cost'] {
  const weight = meter.told();
  const requestedCalls = meter.requestedCalls();
  return {
    upstreamCalls,
    savedCalls,
    ...(requestedCalls === null ? {} : { requestedCalls }),
    ...(weight === null ? {} : { weight }),
  };
}

export function toExtensions(
  trace: CacheTrace,
  meter: RequestMeter,
  isExplained: boolean,
  now: number,
): ResponseExtensions {
  const { reads } = trace;
  const stale = reads.filter(({ state }) => state !== 'fresh').map((read) => toStaleNote(read, now));
  return {
    cost: toCost(trace.upstreamCalls(), countSaved(reads), meter),
    ...(stale.length === 0 ? {} : { stale }),
    ...(isExplained ? { cache: reads.map((read) => toReadNote(read, now)) } : {}),
  };
}

function toStaleNote({ state, fetchedAt }: TracedRead, now: number): StaleNote {
  return { reason: state, ageSeconds: Math.floor((now - fetchedAt) / 1000) };
}

function toReadNote(read: TracedRead, now: number): ReadNote {
  const { unit, source, isCollapsed, freshness, freshForMs, why } = read;
  return {
    unit,
    source,
    ...toStaleNote(read, now),
    isCollapsed,
    freshness,
    freshForSeconds: freshForMs / 1000,
    why,
  };
}
