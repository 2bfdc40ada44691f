/**
 * From the upstream's list answer to a page. Pure.
 * One broken entry costs its own row; a broken envelope costs the page. Problems name fields, never values.
 */

import type { PageFilter } from '../domain/filter.ts';
import { isObject } from '../domain/is-object.ts';
import { type PageRequest, type PageRow, type SessionPage, sessionPages } from '../domain/page.ts';
import { maxUpstreamPageSize, smallerPageSizes } from '../limits.ts';
import { decodeSession } from './decode-session.ts';
import type { AnswerOwner, Route } from './route.ts';
import { invalidResponse } from './wire.ts';

/** A cursor holds the token: a longer one would not fit. */
const maxTokenBytes = 4096;

/** @throws UpstreamError `invalid-response` when the envelope is broken. */
export function decodePage(body: unknown, fetchedAt: number, owner: AnswerOwner): SessionPage {
  if (!isObject(body) || !Array.isArray(body.entries)) throw invalidResponse('the list has no entries');
  const { entries, nextId } = body;
  // More than was asked for would be a page's price a thousand times over.
  if (entries.length > maxUpstreamPageSize) {
    throw invalidResponse(
      `a page has ${entries.length} entries, more than the ${maxUpstreamPageSize} it may have`,
    );
  }
  const rows = withoutForeign(entries.map(decodeSession), owner);
  return { rows: withoutRepeats(rows), nextToken: readToken(nextId), fetchedAt };
}

/** Another account's session is an error in its place: the account that asked is told nothing of it. */
function withoutForeign(rows: readonly PageRow[], owner: AnswerOwner): readonly PageRow[] {
  const { accountId } = owner;
  if (accountId === null) return rows;
  const isForeign = (row: PageRow): boolean =>
    row.kind === 'session' && !isSameId(row.session.accountId, accountId);
  const foreignRows = rows.filter(isForeign).length;
  if (foreignRows === 0) return rows;
  owner.reportForeignRows(foreignRows);
  const problem = 'an entry is of another account';
  return rows.map((row) =>
    isForeign(row) ? { kind: 'malformed', problem, sessionId: null, createdAt: null } : row,
  );
}

function isSameId(id: string, lowerCaseId: string): boolean {
  return id === lowerCaseId || id.toLowerCase() === lowerCaseId;
}

/** Null for the last page. @throws UpstreamError `invalid-response` */
function readToken(nextId: unknown): string | null {
  if (nextId === undefined || nextId === null || nextId === '') return null;
  if (typeof nextId !== 'string') throw invalidResponse("the list's nextId is no text");
  if (Buffer.byteLength(nextId) <= maxTokenBytes) return nextId;
  throw invalidResponse(`the list's nextId has more than the ${maxTokenBytes} bytes that a cursor can hold`);
}

/** A session that stands twice on a page would lead the cursor after its second row back to its first. */
function withoutRepeats(rows: readonly PageRow[]): readonly PageRow[] {
  if (isStrictlyNewestFirst(rows)) return rows;
  const good = new Set(rows.flatMap((row) => (row.kind === 'session' ? [row.session.sessionId] : [])));
  const seen = new Set<string>();
  return rows.filter((row) => {
    const sessionId = row.kind === 'session' ? row.session.sessionId : row.sessionId;
    if (sessionId === null) return true;
    const isRepeated = seen.has(sessionId) || (row.kind === 'malformed' && good.has(sessionId));
    if (!isRepeated) seen.add(sessionId);
    return !isRepeated;
  });
}

/** Whether each session is older than the one before, so that none can be another's repetition: nearly every page. */
function isStrictlyNewestFirst(rows: readonly PageRow[]): boolean {
  let previous = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    if (row.kind === 'malformed') {
      if (row.sessionId !== null) return false;
      continue;
    }
    if (row.session.createdAt >= previous) return false;
    previous = row.session.createdAt;
  }
  return true;
}

/** GET /v1/test-sessions */
export const sessionPageRoute: Route<PageRequest, SessionPage> = {
  resource: sessionPages,
  toPath: (request, listStyle) => `/v1/test-sessions?${toListQuery(request, listStyle)}`,
  decode: (body, _request, receivedAt, owner) => decodePage(body, receivedAt, owner),
  toSmaller(request) {
    const size = smallerPageSizes.find((smaller) => smaller < request.size);
    return size === undefined ? null : { ...request, size };
  },
  toFollowing: (request, { rows, nextToken }) =>
    rows.length > 0 || nextToken === null ? null : { ...request, token: nextToken },
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
