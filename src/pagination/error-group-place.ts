/** Where a connection of error groups stands between two of them, and how that travels in a cursor. Pure. */

import { maxUpstreamPageSize } from '../limits.ts';
import type { PlaceCodec } from './cursor.ts';

/** The page that held the anchor; the places on one page share the object. */
export interface NumberedPage {
  /** From 1 on. */
  readonly number: number;
  readonly size: number;
}

export interface ErrorGroupPlace {
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
