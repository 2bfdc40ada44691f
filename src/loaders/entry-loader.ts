/** Finds the list entries of sessions that are known by their detail: from pages that came by, else from windows of the list. */

import type { PageDemand, ReadPage } from '../domain/page.ts';
import type { SessionEntry } from '../domain/session.ts';
import { UpstreamError } from '../errors/upstream-error.ts';
import { entryMarginsMs, maxEntryWindowPages } from '../limits.ts';
import { type EntryWindow, toEntryWindows, toWindowFilter, type WantedEntry } from './entry-window.ts';
import type { KnownEntries } from './known-entries.ts';
import { createRequestLoader, type ReadBatch } from './request-loader.ts';

export interface EntrySource {
  /** Every page that it reads becomes known to `knownEntries`. */
  readonly readPage: ReadPage;
  readonly knownEntries: KnownEntries;
  /** Rows asked from upstream at a time, 1 to 100. */
  readonly pageSize: number;
  /** When the request began, milliseconds since the epoch. */
  readonly now: number;
}

/** Rejects with UpstreamError `invalid-response` for a session that is not in the list. */
export function createEntryLoader(source: EntrySource): (wanted: WantedEntry) => Promise<SessionEntry> {
  return createRequestLoader(createEntryBatch(source), ({ sessionId }) => sessionId);
}

export function createEntryBatch(source: EntrySource): ReadBatch<WantedEntry, SessionEntry> {
  return async (wanted) => {
    const outcomes = new Map<string, SessionEntry | Error>();
    await collectKnown(source, wanted, outcomes);
    for (const marginMs of entryMarginsMs) {
      const missing = wanted.filter(({ sessionId }) => !outcomes.has(sessionId));
      await Promise.all(
        toEntryWindows(missing, marginMs).map((window) => searchWindow(source, window, outcomes)),
      );
    }
    return wanted.map(({ sessionId }) => outcomes.get(sessionId) ?? notListed());
  };
}

async function collectKnown(
  { knownEntries }: EntrySource,
  wanted: readonly WantedEntry[],
  outcomes: Map<string, SessionEntry | Error>,
): Promise<void> {
  await Promise.all(
    wanted.map(async ({ sessionId }) => {
      const entry = await knownEntries.find(sessionId);
      if (entry !== null) outcomes.set(sessionId, entry);
    }),
  );
}

/** A failing window fails the sessions that are looked for in it, and no others. */
async function searchWindow(
  source: EntrySource,
  window: EntryWindow,
  outcomes: Map<string, SessionEntry | Error>,
): Promise<void> {
  const anyCopy = { copyNotBefore: 0, unlessSettled: true, rowsCreatedBefore: window.toSeconds * 1000 };
  try {
    const oldest = await readWindow(source, window, anyCopy, outcomes);
    const isAllFound = window.wanted.every(({ sessionId }) => outcomes.has(sessionId));
    // A copy from before this request may be older than the session: it is no proof that there is no entry.
    if (isAllFound || oldest >= source.now) return;
    await readWindow(
      source,
      window,
      { ...anyCopy, copyNotBefore: source.now, unlessSettled: false },
      outcomes,
    );
  } catch (error) {
    const failure = error instanceof Error ? error : new Error('a window failed', { cause: error });
    for (const { sessionId } of window.wanted) {
      if (!outcomes.has(sessionId)) outcomes.set(sessionId, failure);
    }
  }
}

/** Reads on until all are found or the window ends; when the oldest page was fetched, in milliseconds since the epoch. */
async function readWindow(
  { readPage, pageSize }: EntrySource,
  window: EntryWindow,
  demand: PageDemand,
  outcomes: Map<string, SessionEntry | Error>,
): Promise<number> {
  const missing = new Set(window.wanted.map(({ sessionId }) => sessionId).filter((id) => !outcomes.has(id)));
  let oldest = Number.POSITIVE_INFINITY;
  let token: string | null = null;
  for (let pages = 0; pages < maxEntryWindowPages; pages += 1) {
    const page = await readPage({ filter: toWindowFilter(window), size: pageSize, token }, demand);
    oldest = Math.min(oldest, page.fetchedAt);
    for (const row of page.rows) {
      if (row.kind === 'session' && missing.delete(row.session.sessionId))
        outcomes.set(row.session.sessionId, row.session);
    }
    token = page.nextToken;
    if (missing.size === 0 || token === null) break;
  }
  return oldest;
}

function notListed(): UpstreamError {
  return new UpstreamError({
    kind: 'invalid-response',
    problem: 'its list lacks a session that it knows by id',
  });
}
