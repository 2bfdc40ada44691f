/**
 * Reads a connection's rows page after page from a position on, and falls back to a window in time where
 * the upstream's tokens fail it. Knows pages and positions; knows neither cursors nor GraphQL.
 */

import { hidesRows, type SessionFilter, toPageFilter } from '../domain/filter.ts';
import type { PageReadOptions, PageRow, ReadPage, SessionPage } from '../domain/page.ts';
import { isRefusal, UpstreamError } from '../errors/upstream-error.ts';
import { countLeadingMalformed, indexAfterAnchor, indexAfterNewerRows, reachesPast } from './locate.ts';
import type { Anchor, PagePlace, Position } from './position.ts';

/** A row together with the position just after it. */
export interface PlacedRow {
  readonly row: PageRow;
  readonly after: Position;
}

/** Yields the rows of one upstream page at a time; some yields may be empty. @throws UpstreamError */
export async function* readForward(
  readPage: ReadPage,
  filter: SessionFilter,
  start: Position,
): AsyncGenerator<readonly PlacedRow[]> {
  const visited = new Set<string>();
  let position = start;
  let windowAnchor: Anchor | null = null;
  while (position.kind !== 'end') {
    const { page: place } = position;
    const repeated = visited.has(pageName(place));
    visited.add(pageName(place));
    const found = repeated ? null : await readFrom(readPage, filter, position);
    if (found === null) {
      if (position.anchor === null || windowAnchor?.sessionId === position.anchor.sessionId) throw stuck();
      windowAnchor = position.anchor;
      const window = await readWindow(readPage, filter, position, position.anchor);
      position = window.next;
      yield window.rows;
    } else {
      position = found.next;
      yield found.rows;
    }
  }
}

interface Stretch {
  readonly rows: readonly PlacedRow[];
  readonly next: Position;
}

function stuck(): UpstreamError {
  return new UpstreamError({ kind: 'invalid-response', problem: 'its page tokens do not lead on' });
}

function pageName(place: PagePlace): string {
  return `${place.windowToSeconds ?? ''}|${place.token ?? ''}`;
}

/** The rows after `position` on its page; null when the page cannot tell and a window has to. */
async function readFrom(
  readPage: ReadPage,
  filter: SessionFilter,
  position: Position,
): Promise<Stretch | null> {
  try {
    const page = await read(readPage, filter, position);
    const start = firstIndexAfter(page, position);
    if (start !== null) return toStretch(page, position, start);
    const isOldCopy = position.asOf !== null && page.fetchedAt < position.asOf;
    if (!isOldCopy) return null;
    const newer = await read(readPage, filter, position, position.asOf ?? 0);
    const newerStart = firstIndexAfter(newer, position);
    return newerStart === null ? null : toStretch(newer, position, newerStart);
  } catch (error) {
    if (position.page.token !== null && position.anchor !== null && isRefusal(error)) return null;
    throw error;
  }
}

function read(
  readPage: ReadPage,
  filter: SessionFilter,
  position: Position,
  notBefore?: number,
): Promise<SessionPage> {
  const { size, token, windowToSeconds } = position.page;
  const pageFilter = toPageFilter(filter);
  const request = {
    filter: { ...pageFilter, toSeconds: windowToSeconds ?? pageFilter.toSeconds },
    size,
    token,
  };
  const demand = toDemand(position, filter);
  return readPage(request, notBefore === undefined ? demand : { ...demand, notBefore, unlessSettled: false });
}

/**
 * The head of a window must not come from before the window's end, when sessions could still join it. A page
 * of a filter that hides sessions must not be older than the walk: one that matches by now may be missing.
 */
function toDemand({ kind, page, asOf, anchor }: Position, filter: SessionFilter): PageReadOptions {
  const isWindowHead = page.windowToSeconds !== null && page.token === null;
  const createdBefore = kind === 'before' && page.token !== null ? (anchor?.createdAt ?? null) : null;
  if (isWindowHead) {
    const windowEndMs = (page.windowToSeconds ?? 0) * 1000;
    return {
      notBefore: Math.max(asOf ?? 0, windowEndMs),
      unlessSettled: false,
      createdBefore,
      precededBy: null,
    };
  }
  return {
    notBefore: hidesRows(filter) ? (asOf ?? 0) : 0,
    unlessSettled: true,
    createdBefore,
    precededBy: null,
  };
}

function firstIndexAfter(page: SessionPage, { kind, anchor }: Position): number | null {
  if (anchor === null) return 0;
  const afterAnchor = indexAfterAnchor(page.rows, anchor);
  if (afterAnchor !== null) return afterAnchor;
  if (kind === 'inside') return null;
  const afterNewer = indexAfterNewerRows(page.rows, anchor);
  const isWhollyBefore = afterNewer > 0 && afterNewer === page.rows.length;
  return isWhollyBefore ? null : afterNewer;
}

/** Rows after `anchor`, from a window that ends just above it, through as many pages as share its second. */
async function readWindow(
  readPage: ReadPage,
  filter: SessionFilter,
  position: Position,
  anchor: Anchor,
): Promise<Stretch> {
  const windowToSeconds = earliest(Math.floor(anchor.createdAt / 1000) + 1, toPageFilter(filter).toSeconds);
  const sameTime: PlacedRow[] = [];
  const seen = new Set<string>();
  let place: PagePlace = { token: null, windowToSeconds, size: position.page.size };
  for (;;) {
    if (seen.has(pageName(place))) throw stuck();
    seen.add(pageName(place));
    const here: Position = { ...position, kind: 'before', page: place };
    const page = await read(readPage, filter, here);
    const afterAnchor = indexAfterAnchor(page.rows, anchor);
    if (afterAnchor !== null) return toStretch(page, here, afterAnchor);
    const rest = toStretch(page, here, indexAfterNewerRows(page.rows, anchor));
    if (page.nextToken === null || reachesPast(page.rows, anchor)) {
      return { rows: [...sameTime, ...rest.rows], next: rest.next };
    }
    sameTime.push(...rest.rows);
    place = { ...place, token: page.nextToken };
  }
}

function earliest(a: number, b: number | null): number {
  return b === null ? a : Math.min(a, b);
}

/** Places the page's rows from `start` on, past the malformed ones that were given before. */
function toStretch(page: SessionPage, position: Position, start: number): Stretch {
  const asOf = position.asOf ?? page.fetchedAt;
  const skipped = countLeadingMalformed(page.rows, start, position.malformedRowsAfterAnchor);
  let last: Position = { ...position, asOf };
  const rows = page.rows.slice(start + skipped).map((row) => {
    last = positionAfter(row, last);
    return { row, after: last };
  });
  const next: Position = {
    ...last,
    kind: page.nextToken === null ? 'end' : 'before',
    page: { ...position.page, token: page.nextToken },
    malformedRowsAfterAnchor: 0,
  };
  const lastRow = rows.at(-1);
  if (lastRow !== undefined) rows[rows.length - 1] = { row: lastRow.row, after: next };
  return { rows, next };
}

function positionAfter(row: PageRow, previous: Position): Position {
  if (row.kind === 'malformed') {
    return { ...previous, malformedRowsAfterAnchor: previous.malformedRowsAfterAnchor + 1 };
  }
  const { sessionId, createdAt } = row.session;
  return { ...previous, kind: 'inside', anchor: { sessionId, createdAt }, malformedRowsAfterAnchor: 0 };
}
