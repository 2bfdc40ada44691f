/** The listing of test sessions: newest first, in the filter's range to the millisecond, each session once. */

import { isInRange, type SessionFilter, toFingerprintText } from '../domain/filter.ts';
import { type PageRow, type ReadPage, sessionPages } from '../domain/page.ts';
import { createSign, fingerprintAccount, fingerprintConnection } from './cursor.ts';
import type { CreateListing, Listing, ListingSource, PlacedRow } from './paginate.ts';
import { readSessions } from './read-sessions.ts';
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
  const { accountId, cursorSecret, now, readPage } = source;
  return {
    changesAt: toChangeTime(filter, now),
    start: startOfList(
      source.pageSize,
      filter.createdWithinMs === null ? null : Math.max(0, toRollingStart(filter.createdWithinMs, now)),
    ),
    readForward(start) {
      const fixed = { ...filter, fromMs: start.page.rollingFromMs ?? filter.fromMs };
      return inRange(readSessions({ readPage, now, filter: fixed }, start), fixed);
    },
    codec: sessionPlaceCodec,
    get owner() {
      return {
        connection: fingerprintConnection('testSessions', toFingerprintText(filter)),
        account: fingerprintAccount(accountId),
        sign: createSign(cursorSecret),
      };
    },
  };
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
      rollingFromMs,
      boundary: null,
    },
    innerAnchor: null,
    malformedRowsGiven: 0,
  };
}

async function* inRange(
  stretches: AsyncGenerator<readonly PlacedRow<PageRow, SessionPlace>[]>,
  filter: SessionFilter,
): AsyncGenerator<readonly PlacedRow<PageRow, SessionPlace>[]> {
  const given = new Set<string>();
  for await (const stretch of stretches) {
    yield stretch.filter(({ row }) => {
      if (row.kind === 'malformed') return row.createdAt === null || isInRange(filter, row.createdAt);
      const { sessionId, createdAt } = row.session;
      if (given.has(sessionId) || !isInRange(filter, createdAt)) return false;
      given.add(sessionId);
      return true;
    });
  }
}
