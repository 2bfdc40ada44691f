/** Where a connection of sessions stands between two of them, and how that travels in a cursor. Pure. */

import { maxUpstreamPageSize } from '../limits.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';
import { fromUuidBytes, isUuid } from './bytes.ts';
import type { PlaceCodec } from './cursor.ts';

/** A session that a place lies after; `createdAt` in milliseconds since the epoch. */
export interface Anchor {
  readonly sessionId: string;
  readonly createdAt: number;
}

const pageSides = [
  /** On the page: after a session that it holds. */
  'inside',
  /** Before the page's first row. */
  'before',
  /** The connection has ended: nothing comes after. */
  'end',
] as const;

/** The page from which reading goes on; the places on one page share the object. */
export interface PlacePage {
  readonly side: (typeof pageSides)[number];
  /** Null for the head of the list or of the window. */
  readonly token: string | null;
  /** Upper bound in Unix seconds (exclusive) when the page was read in a fall-back window; else null. */
  readonly windowToSeconds: number | null;
  readonly size: number;
  /** Whether the page is one of upstream's text search for the filter's commits. */
  readonly isSearch: boolean;
  /** The start that `createdWithin` came to, milliseconds since the epoch; null without it. */
  readonly rollingFromMs: number | null;
  /**
   * The last session before the page: it decides how long the page is kept. Comes from upstream and not from a
   * cursor's unsealed part, except at a window's head, whose end lies within a second of it. Null on the inside,
   * and while no entry could be decoded.
   */
  readonly boundary: Anchor | null;
}

export interface SessionPlace {
  readonly page: PlacePage;
  /** Null but on the inside: elsewhere the page's boundary is the anchor. */
  readonly innerAnchor: Anchor | null;
  /** Malformed rows already given after the anchor. */
  readonly malformedRowsGiven: number;
}

/** The last session before the place; null when no entry up to here could be decoded. */
export function anchorOf({ page, innerAnchor }: SessionPlace): Anchor | null {
  return innerAnchor ?? page.boundary;
}

export function isStartOfList({ page, malformedRowsGiven }: SessionPlace): boolean {
  const { side, token, windowToSeconds, boundary } = page;
  const isHead = side === 'before' && token === null && windowToSeconds === null;
  return isHead && boundary === null && malformedRowsGiven === 0;
}

const pageFlag = { token: 4, window: 8, rollingFrom: 16, boundary: 32, search: 64 } as const;

export const sessionPlaceCodec: PlaceCodec<SessionPlace> = {
  pageOf: ({ page }) => page,
  writePage({ page }, out) {
    const { side, token, windowToSeconds, size, rollingFromMs, boundary, isSearch } = page;
    out.byte(
      pageSides.indexOf(side) +
        (token === null ? 0 : pageFlag.token) +
        (windowToSeconds === null ? 0 : pageFlag.window) +
        (rollingFromMs === null ? 0 : pageFlag.rollingFrom) +
        (boundary === null ? 0 : pageFlag.boundary) +
        (isSearch ? pageFlag.search : 0),
    );
    out.byte(size);
    if (token !== null) out.text(token);
    if (windowToSeconds !== null) out.integer(windowToSeconds);
    if (rollingFromMs !== null) out.integer(rollingFromMs);
    if (boundary !== null) writeAnchor(boundary, out);
  },
  writeRow({ page, innerAnchor, malformedRowsGiven }, out) {
    if (page.side === 'inside' && innerAnchor !== null) writeAnchor(innerAnchor, out);
    if (page.side !== 'end') out.integer(malformedRowsGiven);
  },
  rowOf: ({ page, innerAnchor, malformedRowsGiven }) =>
    page.side === 'inside' && malformedRowsGiven === 0 ? innerAnchor : null,
  read(pagePart, rowPart) {
    const page = readPage(pagePart);
    return {
      page,
      innerAnchor: page.side === 'inside' ? readAnchor(rowPart) : null,
      malformedRowsGiven: page.side === 'end' ? 0 : rowPart.integer(),
    };
  },
};

function readPage(reader: ByteReader): PlacePage {
  const flags = reader.byte();
  const has = (bit: number): boolean => (flags & bit) !== 0;
  const side = pageSides[flags & 3];
  const size = reader.byte();
  if (side === undefined || size < 1 || size > maxUpstreamPageSize) throw new TypeError('no such page');
  return {
    side,
    size,
    isSearch: has(pageFlag.search),
    token: has(pageFlag.token) ? reader.text() : null,
    windowToSeconds: has(pageFlag.window) ? reader.integer() : null,
    rollingFromMs: has(pageFlag.rollingFrom) ? reader.integer() : null,
    boundary: has(pageFlag.boundary) ? readAnchor(reader) : null,
  };
}

const uuidBytes = 16;

/** The id's length comes first; 0 stands for a UUID in bytes, as no id is empty. */
function writeAnchor({ sessionId, createdAt }: Anchor, out: ByteWriter): void {
  out.integer(createdAt);
  if (isUuid(sessionId)) {
    out.byte(0);
    out.uuid(sessionId);
  } else {
    out.text(sessionId);
  }
}

function readAnchor(reader: ByteReader): Anchor {
  const createdAt = reader.integer();
  const text = reader.text();
  return { createdAt, sessionId: text === '' ? fromUuidBytes(reader.raw(uuidBytes)) : text };
}
