/** Sessions by what they have in common. All take sessions newest first. Pure. */

import type { SessionStatus, SessionSummary } from '../domain/session.ts';
import { createMemo } from './memo.ts';
import { createTally, type Tally, tallySession } from './tally.ts';

export type Grouping = 'BRANCH' | 'NAME' | 'PROJECT' | 'ENVIRONMENT' | 'PROVIDER';

export interface Group {
  /** Null for the sessions that have none. */
  readonly key: string | null;
  readonly newest: SessionSummary;
  /** Newest first. */
  readonly sessions: readonly SessionSummary[];
}

const known = createMemo<readonly Group[]>();
const knownTallies = createMemo<Tally>();

/** The group with the newest session first. */
export function groupSessions(sessions: readonly SessionSummary[], by: Grouping): readonly Group[] {
  return known(sessions, by, () => findGroups(sessions, by));
}

function findGroups(sessions: readonly SessionSummary[], by: Grouping): readonly Group[] {
  const groups = new Map<string | null, Group & { readonly sessions: SessionSummary[] }>();
  for (const session of sessions) {
    const key = keyOf(session, by);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { key, newest: session, sessions: [session] });
    else group.sessions.push(session);
  }
  return [...groups.values()];
}

/** The largest `count` groups first; of equals the one with the newest session. */
export function largestGroups(groups: readonly Group[], count: number): readonly Group[] {
  const sorted = known(groups, 'largest', () =>
    groups.toSorted((a, b) => b.sessions.length - a.sessions.length),
  );
  return sorted.slice(0, count);
}

export function tallyGroup({ sessions }: Group): Tally {
  return knownTallies(sessions, '', () => {
    const tally = createTally();
    for (const session of sessions) tallySession(tally, session);
    return tally;
  });
}

/** Statuses of a group that are shown: what a row of squares on a wall holds. */
const shownStatuses = 20;

/** Newest first; null where nobody tells. */
export function lastStatuses(sessions: readonly SessionSummary[]): readonly (SessionStatus | null)[] {
  return sessions.slice(0, shownStatuses).map(({ status }) => status);
}

/** Whether the newest failed, and the last one before it that passed or failed had passed. */
export function gotWorse([newest, ...older]: readonly SessionSummary[]): boolean {
  const before = older.find(({ status }) => isDecided(status));
  return newest?.status === 'FAILED' && before?.status === 'PASSED';
}

/** Whether it is red or green: a session that runs, was cancelled or tells nothing is neither. */
export function isDecided(status: SessionStatus | null): status is 'PASSED' | 'FAILED' {
  return status === 'PASSED' || status === 'FAILED';
}

function keyOf(session: SessionSummary, by: Grouping): string | null {
  switch (by) {
    case 'BRANCH':
      return session.branch;
    case 'NAME':
      return session.name;
    case 'PROJECT':
      return session.projectId;
    case 'ENVIRONMENT':
      return session.environment;
    case 'PROVIDER':
      return session.provider;
  }
}
