/**
 * From `first` and `after` to a connection's edges and page info, for any listing. Knows neither what the rows
 * are nor how they are read; GraphQL types do not appear here.
 */

import type { Load, Prefetch } from '../domain/resource.ts';
import { type CursorOwner, type Cursors, createCursors, type PlaceCodec, type Sign } from './cursor.ts';

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

/** How far a listing has looked for the rows that it was asked for. */
export interface SearchProgress {
  /** Rows that were compared. */
  readonly rows: number;
  /** Rows that could not be compared, because they are malformed. */
  readonly unreadable: number;
  /** When the oldest row was created, milliseconds since the epoch; null before the first. */
  readonly oldest: number | null;
}

/** What a connection brings: its rows in order from any place on, and how a place becomes a cursor. */
export interface Listing<Row, Place> {
  readonly start: Place;
  /**
   * The rows after `start`, one upstream page at a time; some yields may be empty. Returns the place where it stopped
   * before the end, at a bound of its own; null at the end. @throws UpstreamError
   */
  readForward(start: Place): AsyncGenerator<readonly PlacedRow<Row, Place>[], Place | null>;
  /** How far it looked by now; null for a listing that gives every row it reads. */
  progress(): SearchProgress | null;
  /** Fetches what reading forward from `place` begins with, and no more. Absent where a connection reads nothing ahead. */
  prefetchAt?(place: Place, prefetch: Prefetch): Promise<void>;
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
  /** Of the reader, for whom alone cursors are good; or what stands for it, where a service key came without one. */
  readonly accountId: string | null;
  readonly sign: Sign;
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
  /**
   * Exact, but for a listing that stopped at its bound: it does not know, and this is true. May cost more upstream
   * calls, made only when asked. @throws UpstreamError
   */
  hasNextPage(): Promise<boolean>;
  /** Where to go on: after the last edge, or where the listing stopped at its bound; null without either. */
  endCursor(): string | null;
  /** Null for a listing that gives every row it reads. */
  readonly searched: Searched | null;
}

export interface Searched extends SearchProgress {
  /** False when the listing stopped at its bound before it had found what was asked for. */
  readonly isComplete: boolean;
}

/** A connection that knows what is to be read after it. */
export interface ReadConnection<Row> extends Connection<Row> {
  /**
   * Fetches the upstream page after the last one that was read, if what is left of that one holds no more than another
   * `first`. For when the response is out: until then `hasNextPage` may read on. @throws UpstreamError
   */
  readAhead(prefetch: Prefetch): Promise<void>;
}

/** @throws InputError for a bad cursor, before any upstream call; UpstreamError when a page cannot be had. */
export async function paginate<Row, Place>(
  listing: Listing<Row, Place>,
  { first, after }: PageArguments,
): Promise<ReadConnection<Row>> {
  let opened: Cursors<Place> | null = null;
  const cursors = (): Cursors<Place> => {
    opened ??= createCursors(listing.codec, listing.owner);
    return opened;
  };
  const start = after === null ? listing.start : cursors().decode(after);
  const rows = createRowReader(listing.readForward(start));
  const placed = await rows.take(first);
  const stoppedAt = rows.stoppedAt();
  const progress = listing.progress();
  let hasNextPage: Promise<boolean> | null = null;
  return {
    edges: placed.map(({ row, after: place }) => ({ row, cursor: () => cursors().encode(place) })),
    hasPreviousPage: after !== null,
    hasNextPage() {
      hasNextPage ??= rows.hasMore();
      return hasNextPage;
    },
    endCursor() {
      const place = stoppedAt ?? placed.at(-1)?.after;
      return place === undefined ? null : cursors().encode(place);
    },
    searched: progress === null ? null : { ...progress, isComplete: stoppedAt == null },
    async readAhead(prefetch) {
      const end = rows.endWithin(first);
      if (end !== null) await listing.prefetchAt?.(end.after, prefetch);
    },
  };
}

interface RowReader<Item, Place> {
  /** The next `count` items; fewer at the end, or where reading stopped at a bound. */
  take(count: number): Promise<readonly Item[]>;
  /** Also true where reading stopped at a bound: nobody knows what lies behind. */
  hasMore(): Promise<boolean>;
  /** As `readForward` returned it; undefined while there may be more to take. */
  stoppedAt(): Place | null | undefined;
  /** The last item that was read, taken or not; null when more than `count` are left, none was read, or reading stopped. */
  endWithin(count: number): Item | null;
}

function createRowReader<Item, Place>(
  stretches: AsyncGenerator<readonly Item[], Place | null>,
): RowReader<Item, Place> {
  let stretch: readonly Item[] = [];
  let taken = 0;
  let stoppedAt: Place | null | undefined;

  /** False at the end; some stretches are empty. */
  async function readMore(): Promise<boolean> {
    if (stoppedAt !== undefined) return false;
    const { value, done } = await stretches.next();
    if (done === true) {
      stoppedAt = value;
      return false;
    }
    if (value.length > 0) {
      stretch = value;
      taken = 0;
    }
    return true;
  }

  return {
    async take(count) {
      const items: Item[] = [];
      while (items.length < count) {
        if (taken === stretch.length && !(await readMore())) break;
        const some = stretch.slice(taken, taken + count - items.length);
        taken += some.length;
        items.push(...some);
      }
      return items;
    },
    async hasMore() {
      while (taken === stretch.length) if (!(await readMore())) return stoppedAt != null;
      return true;
    },
    stoppedAt: () => stoppedAt,
    endWithin(count) {
      const isDone = stoppedAt != null || stretch.length - taken > count;
      return isDone ? null : (stretch.at(-1) ?? null);
    },
  };
}
