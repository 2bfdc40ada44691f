/** The listing of test sessions: newest first, in the filter's range to the millisecond, each session once. */

import { isInRange, type SessionFilter } from '../domain/filter.ts';
import type { PageRow, ReadPage } from '../domain/page.ts';
import { createSign, fingerprintAccount, fingerprintConnection } from './fingerprint.ts';
import type { Listing, PlacedRow } from './paginate.ts';
import { readSessions } from './read-sessions.ts';
import { type SessionPlace, sessionPlaceCodec } from './session-place.ts';

export interface SessionListingSource {
  readonly readPage: ReadPage;
  /** Rows asked from upstream at a time, 1 to 100, whatever `first` is. */
  readonly pageSize: number;
  /** Null for a service key that came without an account. */
  readonly accountId: string | null;
  /** Seals cursors. */
  readonly cursorSecret: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export function createSessionListing(
  source: SessionListingSource,
  filter: SessionFilter,
): Listing<PageRow, SessionPlace> {
  const { accountId, cursorSecret, now, readPage } = source;
  return {
    start: startOfList(source, filter),
    readForward(start) {
      const fixed = { ...filter, fromMs: start.page.rollingFromMs ?? filter.fromMs };
      return inRange(readSessions({ readPage, now, filter: fixed }, start), fixed);
    },
    codec: sessionPlaceCodec,
    owner: {
      connection: fingerprintFilter(filter),
      account: fingerprintAccount(accountId),
      sign: createSign(cursorSecret),
    },
  };
}

/**
 * Of the filter as it was written: `createdWithin` counts and not the start it came to, so that page two of a
 * rolling range still belongs to page one.
 */
export function fingerprintFilter(filter: SessionFilter): Uint8Array {
  return fingerprintConnection('testSessions', [
    filter.createdWithinMs === null ? filter.fromMs : null,
    filter.toMs,
    filter.createdWithinMs,
    filter.statuses,
    filter.branches,
    filter.users,
    filter.providers,
    filter.includeWithoutUser,
    filter.search,
    filter.errorGroupId,
  ]);
}

/** A rolling start moves by whole minutes, so that the pages behind it can be cached. */
const rollingStepMs = 60_000;

function toRollingStart(createdWithinMs: number, now: number): number {
  return Math.floor((now - createdWithinMs) / rollingStepMs) * rollingStepMs;
}

/** When a filter that begins so long before now begins elsewhere, milliseconds since the epoch. */
export function nextRollingStart(createdWithinMs: number, now: number): number {
  return toRollingStart(createdWithinMs, now) + createdWithinMs + rollingStepMs;
}

function startOfList(
  { pageSize, now }: SessionListingSource,
  { createdWithinMs }: SessionFilter,
): SessionPlace {
  const rollingFromMs = createdWithinMs === null ? null : Math.max(0, toRollingStart(createdWithinMs, now));
  return {
    page: {
      side: 'before',
      token: null,
      windowToSeconds: null,
      size: pageSize,
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
      if (row.kind === 'malformed') return true;
      const { sessionId, createdAt } = row.session;
      if (given.has(sessionId) || !isInRange(filter, createdAt)) return false;
      given.add(sessionId);
      return true;
    });
  }
}
