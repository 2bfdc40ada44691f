// The sessions of one account in list order, newest first. Finding a place is a binary search, so that
// tens of thousands of reads stay cheap.

import type { ErrorGroupStore } from './error-group-store.ts';
import type { Session } from './session.ts';

/** A place in the list, whether or not a session is there. */
export interface Place {
  readonly createdAtMs: number;
  readonly key: string;
}

export interface SessionStore {
  /** Newest first. */
  readonly sessions: readonly Session[];
  readonly errorGroups: ErrorGroupStore;
  find(key: string): Session | undefined;
  /** Adds, or takes the place of the one with the same key. */
  put(session: Session): void;
  /** False when there was none. */
  remove(key: string): boolean;
  /** The index of the first session at the place or behind it. */
  indexFrom(place: Place): number;
  /** The index of the first session created before the time (milliseconds). */
  indexBefore(timeMs: number): number;
}

export function createSessionStore(initial: readonly Session[], errorGroups: ErrorGroupStore): SessionStore {
  const sessions = [...initial].sort(comparePlaces);
  const byKey = new Map(sessions.map((session) => [session.key, session]));

  const firstIndex = (isReached: (session: Session) => boolean) => {
    let low = 0;
    let high = sessions.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const session = sessions[middle];
      if (session === undefined || isReached(session)) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  const indexFrom = (place: Place) => firstIndex((session) => comparePlaces(session, place) >= 0);
  const remove = (key: string) => {
    const session = byKey.get(key);
    if (session === undefined) return false;
    sessions.splice(indexFrom(session), 1);
    return byKey.delete(key);
  };

  return {
    sessions,
    errorGroups,
    find: (key) => byKey.get(key),
    put(session) {
      remove(session.key);
      sessions.splice(indexFrom(session), 0, session);
      byKey.set(session.key, session);
    },
    remove,
    indexFrom,
    indexBefore: (timeMs) => firstIndex((session) => session.createdAtMs < timeMs),
  };
}

/** Negative when `a` comes first: the newer, and within a millisecond the greater key. */
function comparePlaces(a: Place, b: Place): number {
  if (a.createdAtMs !== b.createdAtMs) return b.createdAtMs - a.createdAtMs;
  if (a.key === b.key) return 0;
  return a.key > b.key ? -1 : 1;
}
