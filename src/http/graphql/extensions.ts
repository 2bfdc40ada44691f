/** The `extensions` of a response: what it cost, what in it is stale and why, and for the curious every read. Pure. */

import { type CacheTrace, countSaved, type TracedRead } from '../../cache/trace.ts';

export interface ResponseExtensions {
  readonly cost: { readonly upstreamCalls: number; readonly savedCalls: number };
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

export function toExtensions(trace: CacheTrace, isExplained: boolean, now: number): ResponseExtensions {
  const { reads } = trace;
  const stale = reads.filter(({ state }) => state !== 'fresh').map((read) => toStaleNote(read, now));
  return {
    cost: { upstreamCalls: trace.upstreamCalls(), savedCalls: countSaved(reads) },
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

/** Puts `extensions` at the end of a JSON object's text, which spares reading it. */
export function withExtensions(objectText: string, extensions: ResponseExtensions): string {
  const comma = objectText === '{}' ? '' : ',';
  return `${objectText.slice(0, -1)}${comma}"extensions":${JSON.stringify(extensions)}}`;
}
