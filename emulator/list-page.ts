// One page of the list: from a filter and a place to entries and the next page's token. Unfiltered, it costs a
// binary search and the page itself; filtered, a walk over what lies between.

import type { ListQuery } from './list-query.ts';
import {
  decodePageToken,
  encodePageToken,
  refusedToken,
  type TokenKind,
  toTokenScope,
} from './page-token.ts';
import { readEntry, type Session } from './session.ts';
import { createMatcher, type Matcher } from './session-filter.ts';
import type { SessionStore } from './session-store.ts';

/** How the last page says so: `nextId` null, absent, or a token to one more page that is empty. */
export const lastPageKinds = ['null', 'absent', 'empty-page'] as const;
export type LastPageKind = (typeof lastPageKinds)[number];

export interface ListPage {
  readonly length: number;
  readonly entries: readonly unknown[];
  readonly nextId?: string | null;
}

export interface ListSettings {
  readonly accountId: string;
  readonly nowMs: number;
  readonly tokens: TokenKind;
  readonly lastPage: LastPageKind;
  readonly searchesCommits: boolean;
}

/** @throws HttpError 400 for a token that is refused */
export function readListPage(store: SessionStore, query: ListQuery, settings: ListSettings): ListPage {
  const { filter, limit } = query;
  const scope = toTokenScope(settings.accountId, filter);
  const matches = createMatcher(filter, settings);
  // Both ends in milliseconds: "created before" is exact also for a fraction of a second.
  const newest = filter.to === null ? 0 : store.indexBefore(filter.to * 1000);
  const end = filter.from === null ? store.sessions.length : store.indexBefore(filter.from * 1000);
  const { index, skipped } = findStart(store, query.nextId, { scope, matches, newest, end, ...settings });

  const found = collect(store.sessions, { index, end, matches, limit: limit + 1 });
  const page = found.slice(0, limit);
  const entries = page.map((session) =>
    session.raw === undefined ? readEntry(session, settings.nowMs) : session.raw,
  );
  const following = found[limit];
  const last = page.at(-1);

  const toToken = () => {
    if (last === undefined) return null;
    switch (settings.tokens) {
      case 'keyset':
        return encodePageToken({ kind: 'keyset', after: toPlace(last) }, scope);
      case 'offset':
        return encodePageToken({ kind: 'offset', skip: skipped + page.length }, scope);
      case 'next-id':
        return following === undefined
          ? null
          : encodePageToken({ kind: 'next-id', key: following.key }, scope);
    }
  };
  const isLast = following === undefined;
  const goesOn = !isLast || (settings.lastPage === 'empty-page' && page.length === limit);
  const answer = { length: entries.length, entries };
  if (isLast && settings.lastPage === 'absent') return answer;
  return { ...answer, nextId: goesOn ? toToken() : null };
}

interface Range {
  readonly scope: string;
  readonly tokens: TokenKind;
  readonly matches: Matcher | null;
  readonly newest: number;
  readonly end: number;
}

/** The index to read from, and how many matching sessions lie before it (known for offset tokens only). */
function findStart(store: SessionStore, nextId: string | null, range: Range) {
  if (nextId === null) return { index: range.newest, skipped: 0 };
  const start = decodePageToken(nextId, range.scope, range.tokens);
  switch (start.kind) {
    case 'keyset': {
      const at = store.indexFrom(start.after);
      const isThere = store.sessions[at]?.key === start.after.key;
      return { index: Math.max(range.newest, isThere ? at + 1 : at), skipped: 0 };
    }
    case 'offset':
      return { index: skip(store.sessions, range, start.skip), skipped: start.skip };
    case 'next-id': {
      const session = store.find(start.key);
      if (session === undefined) throw refusedToken();
      return { index: Math.max(range.newest, store.indexFrom(session)), skipped: 0 };
    }
  }
}

function skip(sessions: readonly Session[], { newest, end, matches }: Range, count: number): number {
  if (matches === null) return Math.min(newest + count, end);
  let index = newest;
  for (let left = count; left > 0 && index < end; index += 1) {
    const session = sessions[index];
    if (session !== undefined && matches(session)) left -= 1;
  }
  return index;
}

function collect(
  sessions: readonly Session[],
  range: { index: number; end: number; matches: Matcher | null; limit: number },
): Session[] {
  if (range.matches === null) {
    return sessions.slice(range.index, Math.min(range.end, range.index + range.limit));
  }
  const found: Session[] = [];
  for (let index = range.index; index < range.end && found.length < range.limit; index += 1) {
    const session = sessions[index];
    if (session !== undefined && range.matches(session)) found.push(session);
  }
  return found;
}

function toPlace(session: Session) {
  return { createdAtMs: session.createdAtMs, key: session.key };
}
