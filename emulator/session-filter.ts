// Which sessions a list filter lets through, apart from its time range: that is a slice of the sorted list.

import type { ListFilter } from './list-query.ts';
import { readEntry, readStatus, type Session, toIds, toText } from './session.ts';

export type Matcher = (session: Session) => boolean;

export interface MatchSettings {
  readonly nowMs: number;
  /** Whether the text search looks at commit ids. */
  readonly searchesCommits: boolean;
}

/** Null when everything in the time range matches. The status is the one at `nowMs`. */
export function createMatcher(filter: ListFilter, { nowMs, searchesCommits }: MatchSettings): Matcher | null {
  const matchers: Matcher[] = [];
  if (filter.statuses.length > 0) {
    const statuses = new Set(filter.statuses);
    matchers.push((session) => statuses.has(readStatus(session, nowMs)));
  }
  if (filter.branches.length > 0) {
    const branches = new Set<unknown>(filter.branches);
    matchers.push((session) => branches.has(session.fields.branchName));
  }
  if (filter.providers.length > 0) {
    const providers = new Set<unknown>(filter.providers);
    matchers.push((session) => providers.has(session.fields.provider));
  }
  if (filter.users.length > 0) matchers.push(createUserMatcher(filter));
  const { errorGroupId, textSearch } = filter;
  if (errorGroupId !== null) {
    matchers.push((session) => toIds(readEntry(session, nowMs).errorGroupIds).includes(errorGroupId));
  }
  if (textSearch !== null) {
    const needle = textSearch.toLowerCase();
    matchers.push((session) => {
      const commitId = searchesCommits ? toText(session.fields.commitId) : null;
      return readSearchText(session).includes(needle) || commitId?.toLowerCase().includes(needle) === true;
    });
  }
  if (matchers.length === 0) return null;
  return (session) => matchers.every((matches) => matches(session));
}

/** `noUsers` adds the sessions of nobody to those of `users`; alone it has nothing to add to. */
function createUserMatcher(filter: ListFilter): Matcher {
  const users = new Set(filter.users);
  return (session) => {
    // A blank owner comes from an empty CI variable: nobody.
    const commitOwner = toText(session.fields.commitOwner)?.trim() || null;
    if (commitOwner === null && session.invokerId === null) return filter.noUsers;
    return [commitOwner, session.invokerId].some((user) => user !== null && users.has(user));
  };
}

const searchedFields = [
  'name',
  'commitMessage',
  'commitOwner',
  'branchName',
  'environment',
  'repoUrl',
] as const;

const searchTexts = new WeakMap<Session, string>();

/** Made once for a session: a search over thousands of long commit messages is read again and again. */
function readSearchText(session: Session): string {
  const known = searchTexts.get(session);
  if (known !== undefined) return known;
  const text = searchedFields
    .map((field) => toText(session.fields[field]) ?? '')
    .join('\n')
    .toLowerCase();
  searchTexts.set(session, text);
  return text;
}
