/** Where on a page reading goes on, the place of each row, and the page after it. Pure: decisions only, no reading. */

import type { PageRow, SessionPage } from '../domain/page.ts';
import type { PlacedRow } from './paginate.ts';
import { type Anchor, anchorOf, type PlacePage, type SessionPlace } from './session-place.ts';

/** What was read of one page. */
export interface Stretch {
  readonly rows: readonly PlacedRow<PageRow, SessionPlace>[];
  readonly next: SessionPlace;
  /** Milliseconds since the epoch. */
  readonly fetchedAt: number;
}

/** The page's rows from `start` on, past the malformed ones that were given before. `place` is where reading began. */
export function placeRows(page: SessionPage, place: SessionPlace, start: number): Stretch {
  const { nextToken, fetchedAt } = page;
  const inside: PlacePage =
    place.page.side === 'inside' ? place.page : { ...place.page, side: 'inside', boundary: null };
  const listedAnchor = findListed(page.rows, anchorOf(place));
  const skipped = countLeadingMalformed(page.rows, start, place.malformedRowsGiven);
  let anchor = listedAnchor ?? anchorOf(place);
  let last: SessionPlace =
    listedAnchor === null
      ? { ...place, malformedRowsGiven: skipped }
      : { page: inside, innerAnchor: listedAnchor, malformedRowsGiven: skipped };
  const from = start + skipped;
  const rows = page.rows.slice(from).map((row, index) => {
    const own = toAnchor(page.rows, from + index, anchor);
    anchor = own ?? anchor;
    last =
      own === null
        ? { ...last, malformedRowsGiven: last.malformedRowsGiven + 1 }
        : { page: inside, innerAnchor: own, malformedRowsGiven: 0 };
    return { row, after: last };
  });
  const next: SessionPlace = {
    page: {
      ...place.page,
      side: nextToken === null ? 'end' : 'before',
      token: nextToken,
      boundary: anchor === null ? null : { sessionId: anchor.sessionId, createdAt: anchor.createdAt },
    },
    innerAnchor: null,
    malformedRowsGiven: 0,
  };
  const lastRow = rows.at(-1);
  if (lastRow !== undefined) rows[rows.length - 1] = { row: lastRow.row, after: next };
  return { rows, next, fetchedAt };
}

/** The anchor as the page tells it: the creation time in a cursor's row part is not sealed. */
function findListed(rows: readonly PageRow[], anchor: Anchor | null): Anchor | null {
  const index = anchor === null ? -1 : indexOf(rows, anchor);
  return index === -1 ? null : toAnchor(rows, index, null);
}

/**
 * The row as an anchor, where it has an id: the session itself, so that its cursor can be remembered. A malformed one's time cannot be trusted, or is missing: it lies between
 * those of the sessions around it. Null where nothing tells either.
 */
function toAnchor(rows: readonly PageRow[], index: number, before: Anchor | null): Anchor | null {
  const row = rows[index];
  if (row === undefined) return null;
  if (row.kind === 'session') return row.session;
  if (row.sessionId === null) return null;
  const newest = before?.createdAt ?? timeOf(rows.slice(0, index).findLast(isSession));
  const oldest = timeOf(rows.slice(index).find(isSession));
  const told = row.createdAt ?? newest ?? oldest;
  if (told === null) return null;
  const createdAt = Math.min(Math.max(told, oldest ?? told), newest ?? Number.POSITIVE_INFINITY);
  return { sessionId: row.sessionId, createdAt };
}

type SessionRow = Extract<PageRow, { kind: 'session' }>;

function isSession(row: PageRow): row is SessionRow {
  return row.kind === 'session';
}

function timeOf(row: SessionRow | undefined): number | null {
  return row?.session.createdAt ?? null;
}

function indexOf(rows: readonly PageRow[], { sessionId }: Anchor): number {
  return rows.findIndex((row) => (row.kind === 'session' ? row.session : row).sessionId === sessionId);
}

/** The index just after the anchor's own row; null when the anchor is not on the page. */
export function indexAfterAnchor(rows: readonly PageRow[], anchor: Anchor): number | null {
  const index = indexOf(rows, anchor);
  return index === -1 ? null : index + 1;
}

/**
 * The index just after the last row that is newer than the anchor. Sessions of the anchor's own millisecond
 * count as after it: when the anchor itself is gone they may repeat, but none is missed. For the same reason
 * it is 0 on a page that is not newest first: upstream lists so in practice, not by contract.
 */
export function indexAfterNewerRows(rows: readonly PageRow[], anchor: Anchor): number {
  if (!isNewestFirst(rows)) return 0;
  return rows.findLastIndex((row) => row.kind === 'session' && row.session.createdAt > anchor.createdAt) + 1;
}

/** Whether the page holds a session older than the anchor, so that looking further for the anchor is in vain. */
export function reachesPast(rows: readonly PageRow[], anchor: Anchor): boolean {
  return rows.some((row) => row.kind === 'session' && row.session.createdAt < anchor.createdAt);
}

function isNewestFirst(rows: readonly PageRow[]): boolean {
  let previous = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    if (row.kind !== 'session') continue;
    if (row.session.createdAt > previous) return false;
    previous = row.session.createdAt;
  }
  return true;
}

/** How many of the next `atMost` rows are malformed, without a decoded one between. */
function countLeadingMalformed(rows: readonly PageRow[], from: number, atMost: number): number {
  let count = 0;
  while (count < atMost && rows[from + count]?.kind === 'malformed') count += 1;
  return count;
}
