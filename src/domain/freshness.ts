/** How long a page or a session is fresh, from what it can still become. Pure. */

import { hidesRows } from './filter.ts';
import type { PageRequest, SessionPage } from './page.ts';
import type { SessionSummary } from './session.ts';

/** What the content can still become, from soon to hardly ever. */
export const freshnessClasses = ['running', 'head', 'settled', 'closed'] as const;
export type FreshnessClass = (typeof freshnessClasses)[number];

/** Milliseconds for each class. */
export type FreshnessTimes = Readonly<Record<FreshnessClass, number>>;

/** A window counts as closed when its end lies this long before the fetch: clocks differ. */
const closedAfterMs = 120_000;

/** `createdBefore`: creation time that bounds the page's rows, milliseconds since the epoch; null when not known. */
export function classifyPage(
  { filter, token }: PageRequest,
  page: SessionPage,
  createdBefore: number | null,
  settleHorizonMs: number,
): FreshnessClass {
  if (page.rows.some((row) => row.kind === 'session' && isRunning(row.session))) return 'running';
  const toMs = filter.toSeconds === null ? null : filter.toSeconds * 1000;
  const isClosed = toMs !== null && toMs <= page.fetchedAt - closedAfterMs;
  if ((token === null && !isClosed) || page.rows.some(isMalformed)) return 'head';
  const upperBound = Math.min(toMs ?? Number.POSITIVE_INFINITY, createdBefore ?? Number.POSITIVE_INFINITY);
  if (hidesRows(filter) && upperBound > page.fetchedAt - settleHorizonMs) return 'head';
  return isClosed ? 'closed' : 'settled';
}

/** Why a page is of its class, for people. */
export function explainPage(
  { filter }: PageRequest,
  { rows }: SessionPage,
  freshness: FreshnessClass,
): string {
  switch (freshness) {
    case 'running':
      return 'a session in it is running';
    case 'head':
      if (rows.some(isMalformed)) return 'an entry in it is malformed, which Checkly may mend';
      return hidesRows(filter)
        ? 'new sessions, or ones that the filter hides until they change, can still join it'
        : 'new sessions can still join it';
    case 'settled':
      return 'it lies behind a page token, and nothing in it runs';
    case 'closed':
      return 'its range has ended, and nothing in it runs';
  }
}

/** Whether a session may still change by itself. */
function isRunning({ status, running }: Pick<SessionSummary, 'status' | 'running'>): boolean {
  return status === 'RUNNING' || (running !== null && running.length > 0);
}

interface SessionState extends Pick<SessionSummary, 'status' | 'stoppedAt'> {
  /** Left out where only summaries tell it. */
  readonly running?: SessionSummary['running'];
  /** Left out where only details tell it. */
  readonly results?: readonly { readonly kind: string }[];
}

/** What upstream may send in better order the next time. */
function isMalformed({ kind }: { readonly kind: string }): boolean {
  return kind === 'malformed';
}

/**
 * A session that has ended does not change any more; that there is none of an id may change soon, and so may a
 * detail with a malformed result.
 */
export function classifySession(session: SessionState | null): FreshnessClass {
  if (session === null) return 'head';
  const { status, stoppedAt, running = null, results = [] } = session;
  if (isRunning({ status, running }) || stoppedAt === null) return 'running';
  return results.some(isMalformed) ? 'head' : 'settled';
}

/** Why a session is of its class, for people. */
export function explainSession(freshness: FreshnessClass, session: SessionState | null): string {
  if (freshness === 'head') {
    return session === null
      ? 'there was none of this id'
      : 'a result of it is malformed, which Checkly may mend';
  }
  return freshness === 'running' ? 'it is running' : 'it has ended';
}
