/** Finds the summaries of sessions that are known by their detail: from pages that came by, else from windows of the list. */

import type { ReadPage } from '../domain/page.ts';
import { anyEntry, type ReadOptions } from '../domain/resource.ts';
import type { SessionSummary } from '../domain/session.ts';
import { isBudgetSpent, UpstreamError } from '../errors/upstream-error.ts';
import { maxSummaryWindowPages, summaryMarginsMs } from '../limits.ts';
import type { KnownSummaries } from './loaders.ts';
import { createRequestLoader, type ReadBatch } from './request-loader.ts';
import {
  type SummaryWindow,
  toSummaryWindows,
  toWindowFilter,
  type WantedSummary,
} from './summary-window.ts';

export interface SummarySource {
  /** Every page that it reads becomes known to `knownSummaries`. */
  readonly readPage: ReadPage;
  readonly knownSummaries: KnownSummaries;
  /** Rows asked from upstream at a time, 1 to 100. */
  readonly pageSize: number;
}

/** Rejects with UpstreamError `invalid-response` for a session that is not in the list. */
export function createSummaryLoader(
  source: SummarySource,
): (wanted: WantedSummary) => Promise<SessionSummary> {
  return createRequestLoader(createSummaryBatch(source), ({ sessionId }) => sessionId);
}

function createSummaryBatch(source: SummarySource): ReadBatch<WantedSummary, SessionSummary> {
  return async (wanted) => {
    const outcomes = new Map<string, SessionSummary | Error>();
    const seen: SeenSessions = { ids: new Set(), isCutShort: false };
    await collectKnown(source, wanted, outcomes);
    for (const marginMs of summaryMarginsMs) {
      const missing = wanted.filter(({ sessionId }) => !outcomes.has(sessionId));
      await Promise.all(
        toSummaryWindows(missing, marginMs).map((window) => searchWindow(source, window, outcomes, seen)),
      );
    }
    return wanted.map(({ sessionId }) => outcomes.get(sessionId) ?? notListed(seen));
  };
}

/** Sessions around the wanted ones that were looked at. */
interface SeenSessions {
  readonly ids: Set<string>;
  /** Whether a window holds more than was read of it. */
  isCutShort: boolean;
}

async function collectKnown(
  { knownSummaries }: SummarySource,
  wanted: readonly WantedSummary[],
  outcomes: Map<string, SessionSummary | Error>,
): Promise<void> {
  await Promise.all(
    wanted.map(async (session) => {
      const summary = await knownSummaries.find(session.sessionId);
      if (summary !== null && isUpToDate(summary, session)) outcomes.set(session.sessionId, summary);
    }),
  );
}

/** A summary that still runs, of a session whose detail tells that it has ended, is from before the detail. */
function isUpToDate(summary: SessionSummary, { stoppedAt }: WantedSummary): boolean {
  return summary.stoppedAt !== null || stoppedAt === null;
}

/** A failing window fails the sessions that are looked for in it, and no others. */
async function searchWindow(
  source: SummarySource,
  window: SummaryWindow,
  outcomes: Map<string, SessionSummary | Error>,
  seen: SeenSessions,
): Promise<void> {
  const anyPage = {
    ...anyEntry,
    createdBefore: window.toSeconds * 1000,
  };
  try {
    const oldest = await readWindow(source, window, anyPage, outcomes, seen);
    const missing = window.wanted.filter(({ sessionId }) => !outcomes.has(sessionId));
    // A page from before the detail may be older than the session: only a newer one proves that it is not listed.
    const notBefore = Math.max(0, ...missing.map(({ fetchedAt }) => fetchedAt));
    if (oldest >= notBefore) return;
    await readWindow(source, window, { ...anyPage, notBefore, unlessSettled: false }, outcomes, seen);
  } catch (error) {
    if (isBudgetSpent(error) && seen.ids.size > 0) {
      // The search took the calls, which is not for the reader to mend.
      seen.isCutShort = true;
      return;
    }
    const failure = error instanceof Error ? error : new Error('a window failed', { cause: error });
    for (const { sessionId } of window.wanted) {
      if (!outcomes.has(sessionId)) outcomes.set(sessionId, failure);
    }
  }
}

/** Reads on until all are found or the window ends; when the oldest page was fetched, milliseconds since the epoch. */
async function readWindow(
  { readPage, pageSize }: SummarySource,
  window: SummaryWindow,
  options: ReadOptions,
  outcomes: Map<string, SessionSummary | Error>,
  seen: SeenSessions,
): Promise<number> {
  let oldest = Number.POSITIVE_INFINITY;
  const missing = new Map(
    window.wanted.filter(({ sessionId }) => !outcomes.has(sessionId)).map((item) => [item.sessionId, item]),
  );
  let token: string | null = null;
  for (let pages = 0; pages < maxSummaryWindowPages; pages += 1) {
    const page = await readPage({ filter: toWindowFilter(window), size: pageSize, token }, options);
    oldest = Math.min(oldest, page.fetchedAt);
    for (const row of page.rows) {
      if (row.kind !== 'session') continue;
      seen.ids.add(row.session.sessionId);
      const wanted = missing.get(row.session.sessionId);
      if (wanted === undefined) continue;
      const isGoodEnough = page.fetchedAt >= wanted.fetchedAt || isUpToDate(row.session, wanted);
      if (!isGoodEnough) continue;
      missing.delete(wanted.sessionId);
      outcomes.set(wanted.sessionId, row.session);
    }
    token = page.nextToken;
    if (missing.size === 0 || token === null) return oldest;
  }
  seen.isCutShort = true;
  return oldest;
}

/** No more than is known: a busy account has more sessions around one than are looked at. */
function notListed({ ids, isCutShort }: SeenSessions): UpstreamError {
  const problem = isCutShort
    ? `the ${ids.size} sessions of its list that were looked at, around the start of this one, do not include it`
    : 'its list does not show the session where its start says, nor within a day of it';
  return new UpstreamError({ kind: 'invalid-response', problem });
}
