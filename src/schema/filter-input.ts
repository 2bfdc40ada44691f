/** The filter of `testSessions`, and its way to the domain's filter. Problems name the argument. */

import type { SessionFilter } from '../domain/filter.ts';
import { InputError } from '../errors/input-error.ts';
import { maxFilterListLength, maxFilterTextLength, maxSearchLength, minSearchLength } from '../limits.ts';
import { builder } from './builder.ts';
import { TestSessionProviderEnum, TestSessionStatusEnum } from './enums.ts';

export const TestSessionFilter = builder.inputType('TestSessionFilter', {
  description: 'Which test sessions; what is left out, null or an empty list does not restrict.',
  fields: (t) => ({
    from: t.field({ type: 'DateTime', description: 'Created at this moment or later.' }),
    to: t.field({ type: 'DateTime', description: 'Created before this moment.' }),
    createdWithin: t.field({
      type: 'Duration',
      description:
        'Created within this time before now, such as `PT24H`. The start is rounded down to the minute and stays as it was for all pages of a connection. Not together with `from`.',
    }),
    statuses: t.field({ type: [TestSessionStatusEnum], description: 'In any of these states.' }),
    branches: t.stringList({ description: 'On any of these branches.' }),
    users: t.stringList({
      description: 'By any of these users: a commit owner, or the id of the invoking user.',
    }),
    includeWithoutUser: t.boolean({
      description: 'With `users`: also sessions that have neither a commit owner nor an invoking user.',
    }),
    providers: t.field({ type: [TestSessionProviderEnum], description: 'Started by any of these.' }),
    search: t.string({
      description: `A text that occurs in the session's text fields, ${minSearchLength} to ${maxSearchLength} characters.`,
    }),
    errorGroupId: t.id({ description: 'In which this error occurred.' }),
  }),
});

type FilterInput = typeof TestSessionFilter.$inferInput;

/** @throws InputError naming the field of the filter. `now` in milliseconds since the epoch. */
export function toSessionFilter(input: FilterInput | null | undefined, now: number): SessionFilter {
  const filter: SessionFilter = {
    fromMs: input?.from ?? null,
    toMs: input?.to ?? null,
    createdWithinMs: input?.createdWithin ?? null,
    statuses: toSortedSet(input?.statuses),
    branches: toTexts('filter.branches', input?.branches),
    users: toTexts('filter.users', input?.users),
    includeWithoutUser: input?.includeWithoutUser ?? false,
    providers: toSortedSet(input?.providers),
    search: toSearch(input?.search ?? null),
    errorGroupId: toErrorGroupId(input?.errorGroupId ?? null),
  };
  checkRange(filter, now);
  return filter;
}

function toSortedSet<Value extends string>(values: readonly Value[] | null | undefined): readonly Value[] {
  return [...new Set(values ?? [])].sort();
}

function toTexts(argument: string, values: readonly string[] | null | undefined): readonly string[] {
  const texts = toSortedSet(values);
  if (texts.length > maxFilterListLength)
    throw new InputError(argument, `takes at most ${maxFilterListLength} values`);
  for (const text of texts) checkText(argument, text);
  return texts;
}

function checkText(argument: string, text: string): void {
  if (text.trim() === '') throw new InputError(argument, 'must not be blank');
  if (text.length > maxFilterTextLength) {
    throw new InputError(argument, `takes at most ${maxFilterTextLength} characters`);
  }
}

function toSearch(search: string | null): string | null {
  if (search === null || (search.length >= minSearchLength && search.length <= maxSearchLength))
    return search;
  throw new InputError(
    'filter.search',
    `takes ${minSearchLength} to ${maxSearchLength} characters, but got ${search.length}`,
  );
}

function toErrorGroupId(errorGroupId: string | null): string | null {
  if (errorGroupId !== null) checkText('filter.errorGroupId', errorGroupId);
  return errorGroupId;
}

function checkRange({ fromMs, toMs, createdWithinMs }: SessionFilter, now: number): void {
  if (createdWithinMs !== null && fromMs !== null) {
    throw new InputError('filter.createdWithin', 'cannot stand together with filter.from; choose one');
  }
  if (createdWithinMs === 0) throw new InputError('filter.createdWithin', 'must be longer than nothing');
  if (toMs === null) return;
  if (fromMs !== null && fromMs >= toMs) throw new InputError('filter.from', 'must lie before filter.to');
  if (createdWithinMs !== null && now - createdWithinMs >= toMs) {
    throw new InputError('filter.createdWithin', 'must reach back to before filter.to');
  }
}
