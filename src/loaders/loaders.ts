/** What one request reads, each thing once: resources, sessions by id, and the summaries of sessions known by their detail. */

import { type SessionPage, sessionPages } from '../domain/page.ts';
import { anyEntry, type Load, toUnitText } from '../domain/resource.ts';
import type { SessionSummary } from '../domain/session.ts';
import {
  type SessionDetail,
  type SessionSource,
  sessionDetails,
  toListedSource,
  toLookedUpSource,
} from '../domain/session-detail.ts';
import { findUserIds, type Members, readMembers } from './find-users.ts';
import { createRequestLoader, toSettledResults } from './request-loader.ts';
import { createSummaryLoader } from './summary-loader.ts';

export interface LoaderSources {
  /** Through the cache. */
  readonly read: Load;
  readonly findSummary: FindSummary;
  /** Rows asked from upstream at a time, 1 to 100. */
  readonly pageSize: number;
}

/** Every method rejects with UpstreamError when upstream fails it. */
export interface Loaders {
  readonly load: Load;
  /** A session by Checkly's id; null when there is none. */
  findSession(sessionId: string): Promise<SessionSource | null>;
  /** The account's members, as far as the bound allows. */
  readMembers(): Promise<Members>;
  /** The ids of an account's members by their names; `now` in milliseconds since the epoch. @throws InputError for a name that not exactly one member has */
  findUserIds(names: readonly string[], now: number): Promise<readonly string[]>;
  /** The summary of a session that was looked up, no older than its detail where it tells otherwise. */
  loadSummary(detail: SessionDetail): Promise<SessionSummary>;
}

interface Reading {
  readonly name: string;
  read(): Promise<unknown>;
}

export function createLoaders({ read, findSummary, pageSize }: LoaderSources): Loaders {
  const knownSummaries = createKnownSummaries(findSummary);
  const loadOnce = createRequestLoader<Reading, unknown>(
    (readings) => toSettledResults(readings.map((reading) => reading.read())),
    ({ name }) => name,
    'at-once',
  );
  // Made with the first look-up: most requests list and no more.
  let findOnce: Loaders['findSession'] | null = null;
  let loadSummaryOnce: Loaders['loadSummary'] | null = null;
  const loadUnwatched: Load = async (resource, key, options = anyEntry) => {
    const name = `${toUnitText(resource, key)} ${JSON.stringify(options)}`;
    const value = await loadOnce({ name, read: () => read(resource, key, options) });
    if (resource.isValue(value)) return value;
    throw new TypeError(`the loader of "${resource.name}" gave something else`);
  };
  const load: Load = (resource, key, options) => {
    const loaded = loadUnwatched(resource, key, options);
    if (resource.name === sessionPages.name) knownSummaries.watch(loaded);
    return loaded;
  };
  return {
    load,
    findSession(sessionId) {
      findOnce ??= createRequestLoader<string, SessionSource | null>(
        (sessionIds) => toSettledResults(sessionIds.map(findSession)),
        (id) => id,
      );
      return findOnce(sessionId);
    },
    readMembers: () => readMembers(load),
    findUserIds: (names, now) => findUserIds(load, names, now),
    loadSummary(detail) {
      loadSummaryOnce ??= createSummaryLoader({
        readPage: (request, options) => load(sessionPages, request, options),
        knownSummaries,
        pageSize,
      });
      return loadSummaryOnce(detail);
    },
  };

  async function findSession(sessionId: string): Promise<SessionSource | null> {
    const summary = await knownSummaries.find(sessionId);
    if (summary !== null) return toListedSource(summary);
    const detail = await load(sessionDetails, sessionId);
    return detail === null ? null : toLookedUpSource(detail);
  }
}

/** Finds a fresh summary of a session in the isolate's memory; null when there is none. */
export type FindSummary = (sessionId: string) => Promise<SessionSummary | null>;

export interface KnownSummaries {
  /** Takes note of a page that is on its way; its summaries are known as soon as it is there. */
  watch(page: Promise<unknown>): void;
  /** Waits for the pages on their way, then tells. Null for a session that is on none of them. */
  find(sessionId: string): Promise<SessionSummary | null>;
}

/**
 * A look-up beside a listing waits for it, although it might not need it: upstream calls are scarcer than
 * milliseconds. Pages are searched only when somebody looks for a session: most requests never do.
 */
export function createKnownSummaries(findSummary: FindSummary): KnownSummaries {
  const onTheirWay = new Set<Promise<unknown>>();
  const summaries = new Map<string, { readonly summary: SessionSummary; readonly fetchedAt: number }>();
  let unread: SessionPage[] = [];

  function readPages(): void {
    for (const { rows, fetchedAt } of unread) {
      for (const row of rows) {
        if (row.kind !== 'session') continue;
        const known = summaries.get(row.session.sessionId);
        if (known === undefined || known.fetchedAt <= fetchedAt)
          summaries.set(row.session.sessionId, { summary: row.session, fetchedAt });
      }
    }
    unread = [];
  }

  return {
    watch(page) {
      const noted = page
        .then((arrived) => {
          if (sessionPages.isValue(arrived)) unread.push(arrived);
        })
        .catch(() => {})
        .finally(() => onTheirWay.delete(noted));
      onTheirWay.add(noted);
    },
    async find(sessionId) {
      if (onTheirWay.size > 0) await Promise.all(onTheirWay);
      readPages();
      return summaries.get(sessionId)?.summary ?? findSummary(sessionId);
    },
  };
}
