/** Where a walk stands between two sessions, and from which upstream page it goes on. */

/** The last session before the place; `createdAt` in milliseconds since the epoch. */
export interface Anchor {
  readonly sessionId: string;
  readonly createdAt: number;
}

/** How an upstream page is named within one connection. */
export interface PagePlace {
  /** Null for the head of the list or of the window. */
  readonly token: string | null;
  /** Upper bound in Unix seconds (exclusive) when the page was read in a fall-back window; else null. */
  readonly windowToSeconds: number | null;
  readonly size: number;
}

export type PositionKind =
  /** The anchor is on the page. */
  | 'inside'
  /** The page begins after the anchor. */
  | 'before'
  /** The connection has ended: nothing comes after. */
  | 'end';

export interface Position {
  readonly kind: PositionKind;
  readonly page: PagePlace;
  /** Null when no entry up to here could be decoded. */
  readonly anchor: Anchor | null;
  /** Malformed rows already given after the anchor. */
  readonly malformedRowsAfterAnchor: number;
  /** When the walk's first page was fetched from upstream, milliseconds since the epoch; null before it was. */
  readonly asOf: number | null;
  /** The start that `createdWithin` came to, milliseconds since the epoch; null without it. */
  readonly rollingFromMs: number | null;
}
