/** The `extensions` of an answer: what it cost, what in it is stale and why, and for the curious every read. Pure. */

import { type CacheReport, countSaved, type ReadRecord } from '../cache/report.ts';

export interface AnswerExtensions {
  readonly cost: { readonly upstreamCalls: number; readonly savedCalls: number };
  /** Only when something stale had to do. */
  readonly stale?: readonly StaleNote[];
  /** Only in development, on request. */
  readonly cache?: readonly ReadNote[];
}

interface StaleNote {
  readonly reason: ReadRecord['state'];
  readonly ageSeconds: number;
}

interface ReadNote extends StaleNote {
  readonly unit: string;
  readonly source: ReadRecord['source'];
  readonly isCollapsed: boolean;
  readonly freshness: ReadRecord['freshness'];
  readonly freshForSeconds: number;
  readonly why: string;
}

export function toExtensions(report: CacheReport, isExplained: boolean, now: number): AnswerExtensions {
  const { reads } = report;
  const stale = reads.filter(({ state }) => state !== 'fresh').map((read) => toStaleNote(read, now));
  return {
    cost: { upstreamCalls: report.upstreamCalls(), savedCalls: countSaved(reads) },
    ...(stale.length === 0 ? {} : { stale }),
    ...(isExplained ? { cache: reads.map((read) => toReadNote(read, now)) } : {}),
  };
}

function toStaleNote({ state, fetchedAt }: ReadRecord, now: number): StaleNote {
  return { reason: state, ageSeconds: Math.floor((now - fetchedAt) / 1000) };
}

function toReadNote(read: ReadRecord, now: number): ReadNote {
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
export function withExtensions(objectText: string, extensions: AnswerExtensions): string {
  const comma = objectText === '{}' ? '' : ',';
  return `${objectText.slice(0, -1)}${comma}"extensions":${JSON.stringify(extensions)}}`;
}
