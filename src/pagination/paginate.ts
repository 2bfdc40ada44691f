/**
 * From `first` and `after` to a connection's edges and page info, for any listing. Knows neither what the rows
 * are nor how they are read; GraphQL types do not appear here.
 */

import type { Load } from '../domain/resource.ts';
import { type CursorOwner, type Cursors, createCursors, type PlaceCodec } from './cursor.ts';

export interface PageArguments {
  /** How many edges, 0 or more. */
  readonly first: number;
  /** Null to begin at the listing's start. */
  readonly after: string | null;
}

/** A row together with the place just after it. */
export interface PlacedRow<Row, Place> {
  readonly row: Row;
  readonly after: Place;
}

/** What a connection brings: its rows in order from any place on, and how a place becomes a cursor. */
export interface Listing<Row, Place> {
  readonly start: Place;
  /** The rows after `start`, one upstream page at a time; some yields may be empty. @throws UpstreamError */
  readForward(start: Place): AsyncGenerator<readonly PlacedRow<Row, Place>[]>;
  readonly codec: PlaceCodec<Place>;
  /** Read when a cursor is read or made, and not before: it costs hashes. */
  readonly owner: CursorOwner;
  /** When the same arguments list something else, whatever upstream says (milliseconds since the epoch); infinite when never. */
  readonly changesAt: number;
}

/** What a listing may use. */
export interface ListingSource {
  readonly load: Load;
  /** Rows asked from upstream at a time, 1 to 100, whatever `first` is. */
  readonly pageSize: number;
  /** Null for a service key that came without an account. */
  readonly accountId: string | null;
  /** Seals cursors. */
  readonly cursorSecret: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export type CreateListing<Row, Place> = (source: ListingSource) => Listing<Row, Place>;

export interface Edge<Row> {
  readonly row: Row;
  /** Made when asked: most queries need one or two of hundreds. */
  cursor(): string;
}

export interface Connection<Row> {
  readonly edges: readonly Edge<Row>[];
  /** True when `after` was given: Relay allows this for forward paging, where looking back would cost a call. */
  readonly hasPreviousPage: boolean;
  /** Exact; may cost one more upstream call, made only when asked. @throws UpstreamError */
  hasNextPage(): Promise<boolean>;
}

/** @throws InputError for a bad cursor, before any upstream call; UpstreamError when a page cannot be had. */
export async function paginate<Row, Place>(
  listing: Listing<Row, Place>,
  { first, after }: PageArguments,
): Promise<Connection<Row>> {
  let opened: Cursors<Place> | null = null;
  const cursors = (): Cursors<Place> => {
    opened ??= createCursors(listing.codec, listing.owner);
    return opened;
  };
  const start = after === null ? listing.start : cursors().decode(after);
  const stretches = listing.readForward(start);
  const rows: PlacedRow<Row, Place>[] = [];
  while (rows.length < first) {
    const { value, done } = await stretches.next();
    if (done === true) break;
    rows.push(...value);
  }
  const placed = rows.slice(0, first);
  let hasNextPage: Promise<boolean> | null = null;
  return {
    edges: placed.map(({ row, after: place }) => ({ row, cursor: () => cursors().encode(place) })),
    hasPreviousPage: after !== null,
    hasNextPage() {
      hasNextPage ??= rows.length > first ? Promise.resolve(true) : hasRow(stretches);
      return hasNextPage;
    },
  };
}

async function hasRow(stretches: AsyncGenerator<readonly unknown[]>): Promise<boolean> {
  for await (const stretch of stretches) if (stretch.length > 0) return true;
  return false;
}
