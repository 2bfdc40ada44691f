/** From a page request to the upstream's query parameters. Pure. Route: GET /v1/test-sessions. */

import type { UpstreamSettings } from '../config/config.ts';
import type { PageRequest } from '../domain/page.ts';

/** The parameters in a fixed order, so that the same page has the same address. */
export function toListQuery(
  { filter, size, token }: PageRequest,
  listStyle: UpstreamSettings['listStyle'],
): URLSearchParams {
  const query = new URLSearchParams();
  const add = (name: string, value: string | number | null): void => {
    if (value !== null) query.append(name, String(value));
  };
  const addList = (name: string, values: readonly string[]): void => {
    for (const value of values) query.append(listStyle === 'brackets' ? `${name}[]` : name, value);
  };
  add('limit', size);
  add('from', filter.fromSeconds);
  add('to', filter.toSeconds);
  addList('statuses', filter.statuses);
  addList('branches', filter.branches);
  addList('users', filter.users);
  addList('providers', filter.providers);
  if (filter.includeWithoutUser) add('noUsers', 'true');
  add('textSearch', filter.search);
  add('errorGroupId', filter.errorGroupId);
  add('nextId', token);
  return query;
}
