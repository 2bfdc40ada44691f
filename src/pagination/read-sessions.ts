/**
 * Reads a connection's sessions page after page from a place on, and falls back to a window in time where the
 * upstream's tokens fail it. Knows pages and places; knows neither cursors nor GraphQL.
 */

import { hidesRows, type SessionFilter, toPageFilter } from '../domain/filter.ts';
import {
  type PageRequest,
  type PageRow,
  type ReadPage,
  type SessionPage,
  sessionPages,
} from '../domain/page.ts';
import type { Prefetch, ReadOptions } from '../domain/resource.ts';
import { isRefusal, UpstreamError } from '../errors/upstream-error.ts';
import { recentMs } from '../limits.ts';
import type { PlacedRow } from './paginate.ts';
import { indexAfterAnchor, indexAfterNewerRows, placeRows, reachesPast, type Stretch } from './place-rows.ts';
import { type Anchor, anchorOf, isStartOfList, type PlacePage, type SessionPlace } from './session-place.ts';

export interface SessionSource {
  readonly readPage: ReadPage;
  /** Its rolling start is in `fromMs`. */
  readonly filter: SessionFilter;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

interface Reading extends SessionSource {
  /** Where rows may have changed, what was fetched before this time (milliseconds since the epoch) does not do. */
  readonly recentSince: number;
}

/** Yields one upstream page at a time; some may have no rows. @throws UpstreamError */
export async function* readSessions(source: SessionSource, start: SessionPlace): AsyncGenerator<Stretch> {
  let reading: Reading = { ...source, recentSince: source.now - recentMs };
  const visited = new Set<string>();
  let place = start;
  let windowAnchor: Anchor | null = null;
  while (place.page.side !== 'end') {
    const isRepeated = visited.has(pageName(place.page));
    visited.add(pageName(place.page));
    let stretch = isRepeated ? null : await readAfter(reading, place);
    if (stretch === null) {
      const anchor = anchorOf(place);
      if (anchor === null || windowAnchor?.sessionId === anchor.sessionId) throw stuck();
      windowAnchor = anchor;
      stretch = await readWindow(reading, place, anchor);
    }
    if (isStartOfList(place))
      reading = { ...reading, recentSince: Math.max(source.now, stretch.fetchedAt) - recentMs };
    place = stretch.next;
    yield stretch;
  }
}

/** Fetches the page that `place` stands before, as reading on from there would; nothing elsewhere. @throws UpstreamError */
export async function prefetchSessions(
  { filter, now }: Omit<SessionSource, 'readPage'>,
  place: SessionPlace,
  prefetch: Prefetch,
): Promise<void> {
  if (place.page.side !== 'before') return;
  await prefetch(sessionPages, toPageRequest(place, filter), toReadOptions(place, filter, now - recentMs));
}

function stuck(): UpstreamError {
  return new UpstreamError({ kind: 'invalid-response', problem: 'its page tokens do not lead on' });
}

function pageName({ windowToSeconds, token }: PlacePage): string {
  return `${windowToSeconds ?? ''}|${token ?? ''}`;
}

/** The rows after `place` on its page; null when the page cannot tell and a window has to. */
async function readAfter(reading: Reading, place: SessionPlace): Promise<Stretch | null> {
  try {
    const page = await read(reading, place);
    const start = firstIndexAfter(page, place);
    if (start !== null) return placeRows(page, place, start);
    // What a cache entry lacks may have come after it was fetched: only a newer page tells that it was deleted.
    if (page.fetchedAt >= reading.recentSince) return null;
    const newer = await read(reading, place, true);
    const newerStart = firstIndexAfter(newer, place);
    return newerStart === null ? null : placeRows(newer, place, newerStart);
  } catch (error) {
    if (place.page.token !== null && anchorOf(place) !== null && isRefusal(error)) return null;
    throw error;
  }
}

function read(reading: Reading, place: SessionPlace, isRecentOnly = false): Promise<SessionPage> {
  const { filter, readPage, recentSince } = reading;
  const options = toReadOptions(place, filter, recentSince);
  return readPage(
    toPageRequest(place, filter),
    isRecentOnly ? { ...options, notBefore: recentSince, unlessSettled: false } : options,
  );
}

function toPageRequest(
  { page: { size, token, windowToSeconds } }: SessionPlace,
  filter: SessionFilter,
): PageRequest {
  const pageFilter = toPageFilter(filter);
  return { filter: { ...pageFilter, toSeconds: windowToSeconds ?? pageFilter.toSeconds }, size, token };
}

function firstIndexAfter({ rows }: SessionPage, place: SessionPlace): number | null {
  const anchor = anchorOf(place);
  if (anchor === null) return 0;
  const afterAnchor = indexAfterAnchor(rows, anchor);
  if (afterAnchor !== null) return afterAnchor;
  if (place.page.side === 'inside') return null;
  const afterNewer = indexAfterNewerRows(rows, anchor);
  const isWhollyBefore = afterNewer > 0 && afterNewer === rows.length;
  return isWhollyBefore ? null : afterNewer;
}

/** Rows after `anchor`, from a window that ends just above it, through as many pages as share its second. */
async function readWindow(reading: Reading, from: SessionPlace, anchor: Anchor): Promise<Stretch> {
  const { toSeconds } = toPageFilter(reading.filter);
  const windowToSeconds = earliest(Math.floor(anchor.createdAt / 1000) + 1, toSeconds);
  const sameTime: PlacedRow<PageRow, SessionPlace>[] = [];
  const seen = new Set<string>();
  let page: PlacePage = { ...from.page, side: 'before', token: null, windowToSeconds, boundary: anchor };
  for (;;) {
    if (seen.has(pageName(page))) throw stuck();
    seen.add(pageName(page));
    const place: SessionPlace = { page, innerAnchor: null, malformedRowsGiven: from.malformedRowsGiven };
    const held = await read(reading, place);
    const afterAnchor = indexAfterAnchor(held.rows, anchor);
    if (afterAnchor !== null) return placeRows(held, place, afterAnchor);
    const rest = placeRows(held, place, indexAfterNewerRows(held.rows, anchor));
    if (held.nextToken === null || reachesPast(held.rows, anchor))
      return { ...rest, rows: [...sameTime, ...rest.rows] };
    sameTime.push(...rest.rows);
    page = { ...page, token: held.nextToken };
  }
}

function earliest(a: number, b: number | null): number {
  return b === null ? a : Math.min(a, b);
}

/**
 * The head of a window must not come from before the window's end, when sessions could still join it. Under a
 * filter that hides sessions, no page but the first may be older than `recentSince` (milliseconds since the epoch):
 * a session that matches by now may be missing.
 */
function toReadOptions(place: SessionPlace, filter: SessionFilter, recentSince: number): ReadOptions {
  const { side, token, windowToSeconds, boundary } = place.page;
  const hidingSince = hidesRows(filter) && !isStartOfList(place) ? recentSince : 0;
  const precededBy = side === 'before' && token !== null ? boundary : null;
  const bounds = {
    outlastsNoCache: false,
    createdBefore: precededBy?.createdAt ?? null,
    precededBy: precededBy?.sessionId ?? null,
  };
  if (windowToSeconds !== null && token === null)
    return { notBefore: Math.max(hidingSince, windowToSeconds * 1000), unlessSettled: false, ...bounds };
  return { notBefore: hidingSince, unlessSettled: true, ...bounds };
}
