/**
 * From the upstream's list answer to a page. Pure.
 * One broken entry costs its own row; a broken envelope costs the page. Problems name fields, never values.
 */

import type { PageFilter } from '../domain/filter.ts';
import { isObject } from '../domain/is-object.ts';
import { type PageRequest, type PageRow, type SessionPage, sessionPages } from '../domain/page.ts';
import { UpstreamError } from '../errors/upstream-error.ts';
import { maxUpstreamPageSize } from '../limits.ts';
import { decodeSession } from './decode-session.ts';
import type { Route } from './route.ts';

/** A cursor holds the token: a longer one would not fit. */
const maxTokenBytes = 4096;

/** @throws UpstreamError `invalid-response` when the envelope is broken. */
export function decodePage(body: unknown, fetchedAt: number): SessionPage {
  if (!isObject(body) || !Array.isArray(body.entries)) throw invalid('the list has no entries');
  const { entries, nextId } = body;
  // More than was asked for would be a page's price a thousand times over.
  if (entries.length > maxUpstreamPageSize) {
    throw invalid(`a page has ${entries.length} entries, more than the ${maxUpstreamPageSize} it may have`);
  }
  return { rows: withoutRepeats(entries.map(decodeSession)), nextToken: readToken(nextId), fetchedAt };
}

/** Null for the last page. @throws UpstreamError `invalid-response` */
function readToken(nextId: unknown): string | null {
  if (nextId === undefined || nextId === null || nextId === '') return null;
  if (typeof nextId !== 'string') throw invalid("the list's nextId is no text");
  if (Buffer.byteLength(nextId) <= maxTokenBytes) return nextId;
  throw invalid(`the list's nextId has more than the ${maxTokenBytes} bytes that a cursor can hold`);
}

/** A session that stands twice on a page would lead the cursor after its second row back to its first. */
function withoutRepeats(rows: readonly PageRow[]): readonly PageRow[] {
  const seen = new Set<string>();
  let sessions = 0;
  for (const row of rows) {
    if (row.kind === 'malformed') continue;
    sessions += 1;
    seen.add(row.session.sessionId);
  }
  return seen.size === sessions
    ? rows
    : rows.filter((row) => row.kind === 'malformed' || seen.delete(row.session.sessionId));
}

function invalid(problem: string): UpstreamError {
  return new UpstreamError({ kind: 'invalid-response', problem });
}

/** GET /v1/test-sessions */
export const sessionPageRoute: Route<PageRequest, SessionPage> = {
  resource: sessionPages,
  toPath: (request, listStyle) => `/v1/test-sessions?${toListQuery(request, listStyle)}`,
  decode: (body, _request, receivedAt) => decodePage(body, receivedAt),
};

/**
 * How lists travel: `brackets` is `statuses[]=A&statuses[]=B`, as Checkly's own client sends them;
 * `repeat` is `statuses=A&statuses=B`, as the specification says.
 */
export type ListStyle = 'brackets' | 'repeat';

/** The upstream's name of each part of a filter, in the order of the query. */
export const filterParameters: Readonly<Record<keyof PageFilter, string>> = {
  fromSeconds: 'from',
  toSeconds: 'to',
  statuses: 'statuses',
  branches: 'branches',
  users: 'users',
  providers: 'providers',
  includeWithoutUser: 'noUsers',
  search: 'textSearch',
  errorGroupId: 'errorGroupId',
};

/** The parameters in a fixed order, so that the same page has the same address. */
function toListQuery({ filter, size, token }: PageRequest, listStyle: ListStyle): URLSearchParams {
  const values: Readonly<Record<string, FilterValue>> = filter;
  const query = new URLSearchParams({ limit: String(size) });
  for (const [key, name] of Object.entries(filterParameters)) {
    append(query, name, values[key] ?? null, listStyle);
  }
  if (token !== null) query.append('nextId', token);
  return query;
}

type FilterValue = readonly string[] | string | number | boolean | null;

/** Nothing for null, false and an empty list: upstream does not restrict by what is left out. */
function append(query: URLSearchParams, name: string, value: FilterValue, listStyle: ListStyle): void {
  if (value === null || value === false) return;
  if (typeof value !== 'object') query.append(name, String(value));
  else for (const item of value) query.append(listStyle === 'brackets' ? `${name}[]` : name, item);
}
