/**
 * The filter arguments that upstream does not have: the gateway compares the sessions of the pages it reads, and the
 * rest of the filter says which pages those are. Pure.
 */

import * as v from 'valibot';
import { commitPrefix, listOf, rangeOfMs, shortText } from './filter-values.ts';
import { type SessionSummary, toDurationMs } from './session.ts';

/** Entries of the table of filter arguments. */
export const comparedEntries = {
  /** In lower case; a beginning stands for all commits with it. */
  commits: listOf(commitPrefix()),
  environments: listOf(shortText()),
  /** In lower case. */
  projectIds: listOf(v.pipe(shortText(), v.toLowerCase())),
  names: listOf(shortText()),
  /** Names of people. */
  invokers: listOf(shortText()),
  durationMs: rangeOfMs(),
};

const comparedTable = v.object(comparedEntries);

type ComparedFilter = Readonly<v.InferOutput<typeof comparedTable>>;

export const comparedKeys = v.keyof(comparedTable).options;

/** Whether a page has to be compared: else upstream's filter says all. */
export function isComparing(filter: ComparedFilter): boolean {
  return comparedKeys.some((key) =>
    key === 'durationMs' ? filter.durationMs !== null : filter[key].length > 0,
  );
}

export function matchesComparison(filter: ComparedFilter, session: SessionSummary): boolean {
  const { commits, environments, projectIds, names, invokers, durationMs } = filter;
  return (
    isAmong(environments, session.environment) &&
    isAmong(names, session.name) &&
    isAmong(invokers, session.invoker?.name ?? null) &&
    isAmong(projectIds, session.projectId?.toLowerCase() ?? null) &&
    (commits.length === 0 || isCommit(commits, session.commitSha)) &&
    (durationMs === null || isWithin(durationMs, toDurationMs(session)))
  );
}

function isAmong(wanted: readonly string[], value: string | null): boolean {
  return wanted.length === 0 || (value !== null && wanted.includes(value));
}

/** Characters of a commit id that are enough to name it. */
const shortLength = 7;

/** Upstream may know only the beginning of the commit, too. */
function isCommit(commits: readonly string[], sha: string | null): boolean {
  if (sha === null || sha.length < shortLength) return false;
  const known = sha.toLowerCase();
  return commits.some((commit) => known.startsWith(commit) || commit.startsWith(known));
}

function isWithin({ min, max }: NonNullable<ComparedFilter['durationMs']>, value: number | null): boolean {
  return value !== null && value >= (min ?? 0) && value <= (max ?? Number.POSITIVE_INFINITY);
}

/** A text that all sessions with these commits have, as upstream's search takes it; null when there is none. */
export function toCommitSearch({ commits }: Pick<ComparedFilter, 'commits'>): string | null {
  const [search, ...others] = new Set(commits.map((commit) => commit.slice(0, shortLength)));
  return search === undefined || others.length > 0 ? null : search;
}
