/** The one place that says whether a cache entry may be served. Pure. */

import type { StalePolicy } from '../config/config.ts';
import type { FreshnessClass } from '../domain/freshness.ts';
import type { ReadOptions } from '../domain/resource.ts';
import type { Standing } from '../domain/upstream.ts';
import type { EntryTimes } from './entry.ts';

export interface Conditions {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly stale: StalePolicy;
  /** How long entries are served to a credential after upstream last accepted it, milliseconds. */
  readonly validForMs: number;
  readonly standing: Standing;
  /** The reader's own directive: entries fetched earlier are for errors only. 0 takes any. */
  readonly freshNotBefore: number;
}

export type Verdict =
  | 'fresh'
  /** Served while it is refreshed behind the response. */
  | 'stale'
  /** Fresh or stale, once upstream has accepted the credential again. */
  | 'unverified'
  /** Served only when upstream fails. */
  | 'stale-if-error'
  | 'expired';

interface Judged extends EntryTimes {
  readonly freshness: FreshnessClass;
  readonly precededBy: string | null;
}

export function judge(entry: Judged, options: ReadOptions, conditions: Conditions): Verdict {
  const { now, stale, standing, validForMs } = conditions;
  const sinceAcceptedMs = now - standing.acceptedAt;
  const isKnown = standing.acceptedAt > 0 && sinceAcceptedMs < validForMs + stale.ifErrorMs;
  if (!isKnown || !satisfies(entry, options)) return 'expired';
  const age = judgeAge(entry, options, conditions);
  const isServable = age === 'fresh' || age === 'stale';
  return isServable && sinceAcceptedMs >= validForMs ? 'unverified' : age;
}

/** Whether the entry is what the read asks for, however fresh. */
function satisfies(entry: Judged, { notBefore, unlessSettled, precededBy }: ReadOptions): boolean {
  if (precededBy !== null && entry.precededBy !== precededBy) return false;
  return entry.fetchedAt >= notBefore || (unlessSettled && isSettled(entry));
}

function isSettled({ freshness }: Judged): boolean {
  return freshness === 'settled' || freshness === 'closed';
}

function judgeAge(entry: Judged, { outlastsNoCache }: ReadOptions, conditions: Conditions): Verdict {
  const { now, stale, standing, freshNotBefore } = conditions;
  const { fetchedAt } = entry;
  const pastFreshMs = now - fetchedAt - entry.freshForMs;
  const outlasts = outlastsNoCache && isSettled(entry) && pastFreshMs < 0;
  const isOld = fetchedAt < Math.max(outlasts ? 0 : freshNotBefore, standing.purgedAt);
  if (!isOld && pastFreshMs < 0) return 'fresh';
  if (!isOld && pastFreshMs < stale.whileRevalidateMs) return 'stale';
  return pastFreshMs < stale.ifErrorMs ? 'stale-if-error' : 'expired';
}

/** How long from `fetchedAt` an entry is good for anything at all, milliseconds. */
export function usableForMs({ freshForMs }: EntryTimes, stale: StalePolicy): number {
  return freshForMs + Math.max(stale.whileRevalidateMs, stale.ifErrorMs);
}
