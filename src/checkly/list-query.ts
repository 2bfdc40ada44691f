/** From a page request to the upstream's query parameters. Pure. Route: GET /v1/test-sessions. */

import type { PageFilter } from '../domain/filter.ts';
import type { PageRequest } from '../domain/page.ts';

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
export function toListQuery({ filter, size, token }: PageRequest, listStyle: ListStyle): URLSearchParams {
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
