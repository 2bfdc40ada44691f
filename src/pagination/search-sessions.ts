/**
 * Reads on through a list for the sessions that match what upstream cannot filter by: page after page, within a bound,
 * and it tells how far it looked. Knows pages and places; knows neither cursors nor GraphQL.
 */

import { matchesComparison, toCommitSearch } from '../domain/compared-filter.ts';
import type { SessionFilter } from '../domain/filter.ts';
import type { PageRow, ReadPage } from '../domain/page.ts';
import { maxSearchedPages } from '../limits.ts';
import type { PlacedRow, SearchProgress } from './paginate.ts';
import type { Stretch } from './place-rows.ts';
import { readSessions, type SessionSource } from './read-sessions.ts';
import { isStartOfList, type SessionPlace } from './session-place.ts';

export interface SessionSearch {
  /** Returns the place where it stopped at its bound; null at the end of the list. @throws UpstreamError */
  readForward(
    source: SessionSource,
    start: SessionPlace,
  ): AsyncGenerator<readonly PlacedRow<PageRow, SessionPlace>[], SessionPlace | null>;
  progress(): SearchProgress;
}

/** `isWanted` tells which rows are in range, each once. */
export function createSessionSearch(isWanted: (row: PageRow) => boolean): SessionSearch {
  let rowCount = 0;
  let unreadable = 0;
  let oldest = Number.POSITIVE_INFINITY;

  /** A row that cannot be compared is left out, and counted. */
  function compare(filter: SessionFilter, { rows }: Stretch): readonly PlacedRow<PageRow, SessionPlace>[] {
    return rows.filter(({ row }) => {
      if (!isWanted(row)) return false;
      if (row.kind === 'malformed') {
        unreadable += 1;
        return false;
      }
      rowCount += 1;
      oldest = Math.min(oldest, row.session.createdAt);
      return matchesComparison(filter, row.session);
    });
  }

  return {
    progress: () => ({ rows: rowCount, unreadable, oldest: rowCount === 0 ? null : oldest }),
    async *readForward(source, start) {
      const bound = boundReads(source.readPage);
      const bounded = { ...source, readPage: bound.readPage };
      const opened = isStartOfList(start) ? await findByText(bounded, start) : null;
      const stretches = opened ?? readSessions(withSearch(bounded, start), start);
      for await (const stretch of stretches) {
        yield compare(source.filter, stretch);
        if (bound.isReached() && stretch.next.page.side !== 'end') return stretch.next;
      }
      return null;
    },
  };
}

function boundReads(readPage: ReadPage) {
  let reads = 0;
  const counted: ReadPage = (request, options) => {
    reads += 1;
    return readPage(request, options);
  };
  return { readPage: counted, isReached: () => reads >= maxSearchedPages };
}

/** Behind a cursor of the text search, the text search goes on. */
function withSearch(source: SessionSource, { page }: SessionPlace): SessionSource {
  if (!page.isSearch) return source;
  return { ...source, filter: { ...source.filter, search: toCommitSearch(source.filter) } };
}

/**
 * The pages of upstream's text search for the commits, when the first one has any of them: whether that search looks
 * at commits is not documented, and finding one proves it. Null otherwise.
 */
async function findByText(
  source: SessionSource,
  start: SessionPlace,
): Promise<AsyncIterable<Stretch> | null> {
  if (source.filter.search !== null || toCommitSearch(source.filter) === null) return null;
  const place = { ...start, page: { ...start.page, isSearch: true } };
  const stretches = readSessions(withSearch(source, place), place);
  const first = await stretches.next();
  if (first.done === true || !first.value.rows.some(({ row }) => isMatch(source.filter, row))) return null;
  return prepend(first.value, stretches);
}

function isMatch(filter: SessionFilter, row: PageRow): boolean {
  return row.kind === 'session' && matchesComparison(filter, row.session);
}

async function* prepend(first: Stretch, rest: AsyncIterable<Stretch>): AsyncGenerator<Stretch> {
  yield first;
  yield* rest;
}
