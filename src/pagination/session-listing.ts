/** The listing of test sessions: newest first, in the filter's range to the millisecond, each session once. */

import { isComparing } from '../domain/compared-filter.ts';
import { isInRange, type SessionFilter, toFingerprintText } from '../domain/filter.ts';
import { type PageRow, type ReadPage, sessionPages } from '../domain/page.ts';
import { fingerprintAccount, fingerprintConnection } from './cursor.ts';
import type { CreateListing, Listing, ListingSource, PlacedRow } from './paginate.ts';
import { prefetchSessions, readSessions, type SessionSource } from './read-sessions.ts';
import { createSessionSearch, type SessionSearch } from './search-sessions.ts';
import { type SessionPlace, sessionPlaceCodec } from './session-place.ts';

export type SessionListingSource = Omit<ListingSource, 'load'> & { readonly readPage: ReadPage };

export function listSessions(filter: SessionFilter): CreateListing<PageRow, SessionPlace> {
  return ({ load, ...source }) =>
    createSessionListing(
      { ...source, readPage: (request, options) => load(sessionPages, request, options) },
      filter,
    );
}

export function createSessionListing(
  source: SessionListingSource,
  filter: SessionFilter,
): Listing<PageRow, SessionPlace> {
  const { accountId, sign, now, readPage } = source;
  let search: SessionSearch | null = null;
  return {
    changesAt: toChangeTime(filter, now),
    start: startOfList(
      source.pageSize,
      filter.createdWithinMs === null ? null : Math.max(0, toRollingStart(filter.createdWithinMs, now)),
    ),
    progress: () => search?.progress() ?? null,
    readForward(start) {
      const fixed = fixStart(filter, start);
      const reading = { readPage, now, filter: fixed };
      const isWanted = createRangeFilter(fixed);
      if (!isComparing(filter)) return readAll(reading, start, isWanted);
      search = createSessionSearch(isWanted);
      return search.readForward(reading, start);
    },
    prefetchAt: (place, prefetch) =>
      prefetchSessions({ now, filter: fixStart(filter, place) }, place, prefetch),
    codec: sessionPlaceCodec,
    get owner() {
      return {
        connection: fingerprintConnection('testSessions', toFingerprintText(filter)),
        account: fingerprintAccount(accountId),
        sign,
      };
    },
  };
}

function fixStart(filter: SessionFilter, { page }: SessionPlace): SessionFilter {
  return { ...filter, fromMs: page.rollingFromMs ?? filter.fromMs };
}

/** A rolling start moves by whole minutes, so that the pages behind it can be cached. */
const rollingStepMs = 60_000;

export function toRollingStart(createdWithinMs: number, now: number): number {
  return Math.floor((now - createdWithinMs) / rollingStepMs) * rollingStepMs;
}

/** When the filter begins elsewhere, or its range is empty, and refused from then on. */
export function toChangeTime({ createdWithinMs, toMs }: SessionFilter, now: number): number {
  if (createdWithinMs === null) return Number.POSITIVE_INFINITY;
  const nextStart = toRollingStart(createdWithinMs, now) + createdWithinMs + rollingStepMs;
  return Math.min(nextStart, toMs === null ? Number.POSITIVE_INFINITY : toMs + createdWithinMs);
}

export function startOfList(size: number, rollingFromMs: number | null): SessionPlace {
  return {
    page: {
      side: 'before',
      token: null,
      windowToSeconds: null,
      size,
      isSearch: false,
      rollingFromMs,
      boundary: null,
    },
    innerAnchor: null,
    malformedRowsGiven: 0,
  };
}

async function* readAll(
  reading: SessionSource,
  start: SessionPlace,
  isWanted: (row: PageRow) => boolean,
): AsyncGenerator<readonly PlacedRow<PageRow, SessionPlace>[], null> {
  for await (const { rows } of readSessions(reading, start)) yield rows.filter(({ row }) => isWanted(row));
  return null;
}

/** Whether a row is in the filter's range, and was not asked about before. */
function createRangeFilter(filter: SessionFilter): (row: PageRow) => boolean {
  const given = { session: new Set<string>(), malformed: new Set<string>() };
  return (row) => {
    const { sessionId, createdAt } = row.kind === 'session' ? row.session : row;
    if (createdAt !== null && !isInRange(filter, createdAt)) return false;
    if (sessionId === null) return true;
    // One that was malformed may be good by now.
    const ids = given[row.kind];
    if (ids.has(sessionId)) return false;
    ids.add(sessionId);
    return true;
  };
}
