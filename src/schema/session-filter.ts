/** What the argument `filter` of a root field says, the names of members looked up. */

import { readFilter, readUserNames, type SessionFilter } from '../domain/filter.ts';
import type { ResolverContext } from './context.ts';
import type { TestSessionFilter } from './filter-input.ts';

type FilterArgument = typeof TestSessionFilter.$inferInput | null | undefined;

/**
 * A promise only where `userNames` have to be looked up.
 * @throws InputError naming the argument; UpstreamError
 */
export function readSessionFilter(
  filter: FilterArgument,
  context: Pick<ResolverContext, 'now' | 'loaders'>,
): SessionFilter | Promise<SessionFilter> {
  const { now } = context;
  const read = readFilter(filter, now);
  const userNames = readUserNames(filter?.userNames);
  if (userNames.length === 0) return read;
  return context
    .loaders()
    .findUserIds(userNames, now)
    .then((ids) => readFilter({ ...filter, users: [...(filter?.users ?? []), ...ids] }, now));
}
