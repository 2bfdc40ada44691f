// The error groups of one account in list order: the last seen first, and within a millisecond the greater id.
// Upstream does not document its order: this one is the emulator's choice, and readers must not rest on it.

import type { ErrorGroup } from './error-group.ts';

export interface ErrorGroupStore {
  find(key: string): ErrorGroup | undefined;
  /** In list order. */
  list(): readonly ErrorGroup[];
  /** Adds, or takes the place of the one with the same key. */
  put(group: ErrorGroup): void;
  /** False when there was none. */
  remove(key: string): boolean;
}

export function createErrorGroupStore(initial: readonly ErrorGroup[]): ErrorGroupStore {
  const byKey = new Map(initial.map((group) => [group.key, group]));
  let sorted: readonly ErrorGroup[] | null = null;
  return {
    find: (key) => byKey.get(key),
    list() {
      sorted ??= [...byKey.values()].sort(compareGroups);
      return sorted;
    },
    put(group) {
      byKey.set(group.key, group);
      sorted = null;
    },
    remove(key) {
      sorted = null;
      return byKey.delete(key);
    },
  };
}

function compareGroups(a: ErrorGroup, b: ErrorGroup): number {
  if (a.lastSeenMs !== b.lastSeenMs) return b.lastSeenMs - a.lastSeenMs;
  return a.key > b.key ? -1 : 1;
}
