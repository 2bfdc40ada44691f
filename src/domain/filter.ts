/**
 * The table of filter arguments, one entry each: what it takes and how it is normalized. The filter's types, its
 * empty value and its fingerprint are derived from the table. Knows neither GraphQL nor upstream's parameters.
 */

import * as v from 'valibot';
import { InputError } from '../errors/input-error.ts';
import { comparedEntries, comparedKeys } from './compared-filter.ts';
import { listOf, optional, searchText, shortText } from './filter-values.ts';
import { sessionProviders, sessionStatuses } from './session.ts';

/**
 * Keyed by the field of `SessionFilter`. The argument has the same name, without the unit `Ms` at its end.
 * A message is the reason that a client reads after the argument's name. `hidesRows` marks an argument that leaves
 * out sessions which may match it later.
 */
export const filterTable = v.object({
  /** Inclusive, milliseconds since the epoch; null for no start. */
  fromMs: v.nullish(v.number(), null),
  /** Exclusive, milliseconds since the epoch; null for no end. */
  toMs: v.nullish(v.number(), null),
  /** How far the connection reaches back from now; its start is fixed when the first page is read. */
  createdWithinMs: v.nullish(v.pipe(v.number(), v.minValue(1, 'must be longer than nothing')), null),
  /** Lists are sorted and free of duplicates; an empty one does not restrict. */
  statuses: v.pipe(listOf(v.picklist(sessionStatuses)), v.metadata({ hidesRows: true })),
  branches: listOf(shortText()),
  users: listOf(shortText()),
  providers: listOf(v.picklist(sessionProviders)),
  includeWithoutUser: v.nullish(v.boolean(), false),
  search: v.pipe(optional(searchText()), v.metadata({ hidesRows: true })),
  errorGroupId: v.pipe(optional(shortText()), v.metadata({ hidesRows: true })),
  ...comparedEntries,
});

const pageTable = v.omit(filterTable, ['fromMs', 'toMs', 'createdWithinMs', ...comparedKeys]);

/** A connection's filter, as `filterTable` says. */
export type SessionFilter = Readonly<v.InferOutput<typeof filterTable>>;

/** What a page's filter shares with its connection's: everything but the range, and what the gateway compares. */
type PageTraits = Readonly<v.InferOutput<typeof pageTable>>;

/** One upstream page's filter. `fromSeconds` is inclusive, `toSeconds` exclusive, both Unix seconds. */
export type PageFilter = PageTraits & {
  readonly fromSeconds: number | null;
  readonly toSeconds: number | null;
};

type TimeName = 'from' | 'to' | 'createdWithin';
type ArgumentName<Key> = Key extends `${infer Name extends TimeName}Ms` ? Name : Key;

/** The arguments by the names that a client writes. */
export type FilterArgument = ArgumentName<keyof SessionFilter>;

/** The arguments as they come: times and durations in milliseconds, texts and lists as the client wrote them. */
export type FilterInput = {
  readonly [Key in keyof SessionFilter as ArgumentName<Key>]?: v.InferInput<typeof filterTable>[Key];
};

export const filterKeys: readonly (keyof SessionFilter)[] = v.keyof(filterTable).options;

const argumentNames: ReadonlyMap<string, string> = new Map(
  filterKeys.map((key) => [key, key.replace(/^(from|to|createdWithin)Ms$/, '$1')]),
);

/** The argument that a client writes for `key`, such as `from` for `fromMs`. */
export function toArgumentName(key: string): string {
  return argumentNames.get(key) ?? key;
}

/** The filter that restricts nothing. */
export const emptyFilter: SessionFilter = v.parse(filterTable, {});

export const emptyPageFilter: PageFilter = toPageFilter(emptyFilter);

/** The page filter that covers `filter`: its start floored and its end ceiled to whole seconds. */
export function toPageFilter(filter: SessionFilter): PageFilter {
  const { fromMs, toMs } = filter;
  return {
    statuses: filter.statuses,
    branches: filter.branches,
    users: filter.users,
    providers: filter.providers,
    includeWithoutUser: filter.includeWithoutUser,
    search: filter.search,
    errorGroupId: filter.errorGroupId,
    fromSeconds: fromMs === null ? null : Math.floor(fromMs / 1000),
    toSeconds: toMs === null ? null : Math.ceil(toMs / 1000),
  };
}

/** Whether a session created at `createdAt` lies in the filter's range, to the millisecond. */
export function isInRange(filter: SessionFilter, createdAt: number): boolean {
  return (
    (filter.fromMs === null || createdAt >= filter.fromMs) &&
    (filter.toMs === null || createdAt < filter.toMs)
  );
}

const hidingKeys = v.keyof(pageTable).options.filter((key) => isMarkedHiding(pageTable.entries[key]));

/** Whether the filter leaves out sessions that may match it later: by their status, their errors or their text. */
export function hidesRows(filter: PageTraits): boolean {
  return hidingKeys.some((key) => restricts(filter[key]));
}

const fingerprintKeys = filterKeys.toSorted();

/**
 * The same text for filters that mean the same. `createdWithin` counts and not the start it came to, so that page
 * two of a rolling range belongs to page one. Only what restricts is in it: a new argument changes no older text.
 */
export function toFingerprintText(filter: SessionFilter): string {
  const written = filter.createdWithinMs === null ? filter : { ...filter, fromMs: null };
  const named = fingerprintKeys.map((key) => [key, written[key]] as const);
  return JSON.stringify(named.filter(([, value]) => restricts(value)));
}

function restricts(value: SessionFilter[keyof SessionFilter]): boolean {
  if (value === null || typeof value === 'boolean') return value === true;
  if (typeof value === 'string' || Array.isArray(value)) return value.length > 0;
  return true;
}

function isMarkedHiding(entry: v.GenericSchema): boolean {
  return v.getMetadata(entry).hidesRows === true;
}

/**
 * `now` in milliseconds since the epoch. What is left out or null does not restrict.
 * @throws InputError naming the argument, such as `filter.search`
 */
export function readFilter(input: FilterInput | null | undefined, now: number): SessionFilter {
  const given: Readonly<Record<string, unknown>> = input ?? {};
  const values = Object.fromEntries(filterKeys.map((key) => [key, given[toArgumentName(key)]]));
  const { success, output, issues } = v.safeParse(filterTable, values, { abortEarly: true });
  if (!success) {
    const [{ path, message }] = issues;
    throw new InputError(`filter.${toArgumentName(String(path?.[0].key))}`, message);
  }
  checkRange(output, now);
  return output;
}

const userNamesTable = listOf(shortText());

/** Names of members: upstream takes their ids, which somebody has to find first. @throws InputError naming `filter.userNames` */
export function readUserNames(input: readonly string[] | null | undefined): readonly string[] {
  const { success, output, issues } = v.safeParse(userNamesTable, input, { abortEarly: true });
  if (success) return output;
  throw new InputError('filter.userNames', issues[0].message);
}

function checkRange({ fromMs, toMs, createdWithinMs }: SessionFilter, now: number): void {
  if (createdWithinMs !== null && fromMs !== null) {
    throw new InputError('filter.createdWithin', 'cannot stand together with filter.from; choose one');
  }
  if (toMs === null) return;
  if (fromMs !== null && fromMs >= toMs) throw new InputError('filter.from', 'must lie before filter.to');
  if (createdWithinMs !== null && now - createdWithinMs >= toMs) {
    throw new InputError('filter.createdWithin', 'must reach back to before filter.to');
  }
}
