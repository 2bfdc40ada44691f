/**
 * The listing of error groups, in upstream's order. Its numbered pages shift when groups come and go: reading goes
 * on after the last group that was given, wherever that stands by now.
 */

import {
  type ErrorGroupFilter,
  type ErrorGroupPage,
  type ErrorGroupRow,
  errorGroupPages,
  type NumberedPage,
  type ReadErrorGroupPage,
} from '../domain/error-group.ts';
import { anyEntry } from '../domain/resource.ts';
import { UpstreamError } from '../errors/upstream-error.ts';
import { maxEmptyPages, maxUpstreamPageSize, recentMs } from '../limits.ts';
import { fingerprintAccount, fingerprintConnection, type PlaceCodec } from './cursor.ts';
import type { CreateListing, Listing, ListingSource, PlacedRow } from './paginate.ts';

export type ErrorGroupListingSource = Omit<ListingSource, 'load'> & {
  readonly readErrorGroupPage: ReadErrorGroupPage;
};

export function listErrorGroups(filter: ErrorGroupFilter): CreateListing<ErrorGroupRow, ErrorGroupPlace> {
  return ({ load, ...source }) => {
    const readErrorGroupPage: ReadErrorGroupPage = (request, { notBefore }) =>
      load(errorGroupPages, request, { ...anyEntry, notBefore });
    return createErrorGroupListing({ ...source, readErrorGroupPage }, filter);
  };
}

export function createErrorGroupListing(
  source: ErrorGroupListingSource,
  filter: ErrorGroupFilter,
): Listing<ErrorGroupRow, ErrorGroupPlace> {
  const readPage: ReadNumberedPage = (place, notBefore) =>
    source.readErrorGroupPage({ projectId: filter.projectId, place }, { notBefore });
  return {
    start: {
      page: { number: 1, size: source.pageSize },
      anchorId: null,
      anchorIndex: 0,
      malformedRowsGiven: 0,
    },
    progress: () => null,
    readForward: (start) => readErrorGroups(readPage, source.now - recentMs, start),
    changesAt: Number.POSITIVE_INFINITY,
    codec: errorGroupPlaceCodec,
    get owner() {
      return {
        connection: fingerprintConnection('testSessionErrorGroups', filter.projectId ?? ''),
        account: fingerprintAccount(source.accountId),
        sign: source.sign,
      };
    },
  };
}

type ReadNumberedPage = (page: NumberedPage, notBefore: number) => Promise<ErrorGroupPage>;

/** `recentSince`: what was fetched before that time (milliseconds since the epoch) does not prove an anchor gone. */
async function* readErrorGroups(
  readPage: ReadNumberedPage,
  recentSince: number,
  start: ErrorGroupPlace,
): AsyncGenerator<readonly PlacedRow<ErrorGroupRow, ErrorGroupPlace>[], null> {
  let { place: last, held, index } = await locate(readPage, recentSince, start);
  let page = held.place;
  const given = new Set(held.groups.slice(0, index).map(idOf));
  let malformedToSkip = start.malformedRowsGiven;
  let repeatedPages = 0;
  for (;;) {
    const rows: PlacedRow<ErrorGroupRow, ErrorGroupPlace>[] = [];
    for (const [anchorIndex, row] of held.groups.entries()) {
      const anchorId = idOf(row);
      if (anchorIndex < index) continue;
      if (anchorId === null) {
        if (malformedToSkip-- > 0) continue;
        last = { ...last, malformedRowsGiven: last.malformedRowsGiven + 1 };
      } else {
        malformedToSkip = 0;
        if (given.has(anchorId)) continue;
        given.add(anchorId);
        last = { page, anchorId, anchorIndex, malformedRowsGiven: 0 };
      }
      rows.push({ row, after: last });
    }
    repeatedPages = rows.length === 0 ? repeatedPages + 1 : 0;
    if (rows.length > 0) yield rows;
    if (held.isLast) return null;
    if (repeatedPages > maxEmptyPages) throw endless();
    // An older copy of the next page may lack what was pushed onto it since.
    held = await readPage({ ...page, number: page.number + 1 }, held.fetchedAt);
    page = held.place;
    const indexOfPushed = last.anchorId === null ? null : indexAfter(held, last.anchorId);
    if (indexOfPushed !== null) malformedToSkip = last.malformedRowsGiven;
    index = indexOfPushed ?? 0;
  }
}

interface Located {
  /** The same place by now. */
  readonly place: ErrorGroupPlace;
  readonly held: ErrorGroupPage;
  /** The first row on the page that comes after the place. */
  readonly index: number;
}

/** Pages beside its own in which an anchor is looked for. */
const maxNeighbours = 3;

/** The anchor's page by now: its own, else a later one (groups came), else the one before (groups went). */
async function locate(
  readPage: ReadNumberedPage,
  recentSince: number,
  start: ErrorGroupPlace,
): Promise<Located> {
  let own = await readPage(start.page, 0);
  let place = toPieceOf(own, start);
  while (place.page.number !== own.place.number) {
    own = await readPage(place.page, 0);
    place = toPieceOf(own, place);
  }
  const { page, anchorId, anchorIndex } = place;
  if (anchorId === null) return { place, held: own, index: 0 };
  if (indexAfter(own, anchorId) === null && own.fetchedAt < recentSince)
    own = await readPage(page, recentSince);
  const found = locateOn(own, place);
  if (found !== null) return found;
  const notBefore = Math.max(recentSince, own.fetchedAt);
  const later = page.number > 1 ? maxNeighbours - 1 : maxNeighbours;
  let isLast = own.isLast;
  for (let step = 1; step <= later && !isLast; step += 1) {
    const held = await readPage({ ...page, number: page.number + step }, notBefore);
    const foundLater = locateOn(held, place);
    if (foundLater !== null) return foundLater;
    isLast = held.isLast;
  }
  if (page.number > 1) {
    const previous = { ...page, number: page.number - 1 };
    const foundEarlier = locateOn(await readPage(previous, notBefore), place);
    if (foundEarlier !== null) return foundEarlier;
  }
  return { place, held: own, index: Math.min(anchorIndex, own.groups.length) };
}

/** The place on pages as they are read by now: with fewer rows than when it was made, its anchor stands on a later one. */
function toPieceOf({ place: { number, size } }: ErrorGroupPage, place: ErrorGroupPlace): ErrorGroupPlace {
  if (size === place.page.size) return place;
  const rowsBefore = Math.min(place.anchorIndex, place.page.size - 1);
  const pieces = Math.floor(rowsBefore / size);
  return { ...place, page: { number: number + pieces, size }, anchorIndex: rowsBefore - pieces * size };
}

function locateOn(held: ErrorGroupPage, place: ErrorGroupPlace): Located | null {
  const index = place.anchorId === null ? null : indexAfter(held, place.anchorId);
  if (index === null) return null;
  return { place: { ...place, page: held.place, anchorIndex: index - 1 }, held, index };
}

function indexAfter({ groups }: ErrorGroupPage, anchorId: string): number | null {
  const index = groups.findIndex((row) => idOf(row) === anchorId);
  return index === -1 ? null : index + 1;
}

/** Null for a malformed row whose id is, too. */
function idOf(row: ErrorGroupRow): string | null {
  return row.kind === 'group' ? row.group.errorGroupId : row.errorGroupId;
}

function endless(): UpstreamError {
  const problem = 'its pages of error groups repeat and do not end';
  return new UpstreamError({ kind: 'invalid-response', problem });
}

export interface ErrorGroupPlace {
  /** The page that held the anchor; the places on one page share the object. */
  readonly page: NumberedPage;
  /** The last group before the place; null when there is none, or none could be decoded. */
  readonly anchorId: string | null;
  /** How many rows of the page lie before the anchor; 0 without one. */
  readonly anchorIndex: number;
  /** Malformed rows already given after the anchor. */
  readonly malformedRowsGiven: number;
}

export const errorGroupPlaceCodec: PlaceCodec<ErrorGroupPlace> = {
  pageOf: ({ page }) => page,
  rowOf: () => null,
  writePage({ page }, out) {
    out.byte(page.size);
    out.integer(page.number);
  },
  writeRow({ anchorId, anchorIndex, malformedRowsGiven }, out) {
    out.text(anchorId ?? '');
    out.integer(anchorIndex);
    out.integer(malformedRowsGiven);
  },
  read(pagePart, rowPart) {
    const size = pagePart.byte();
    const number = pagePart.integer();
    if (size < 1 || size > maxUpstreamPageSize || number < 1) throw new TypeError('no such page');
    const anchorId = rowPart.text();
    return {
      page: { number, size },
      anchorId: anchorId === '' ? null : anchorId,
      anchorIndex: rowPart.integer(),
      malformedRowsGiven: rowPart.integer(),
    };
  },
};
