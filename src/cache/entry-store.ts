/** Where one reader's entries are kept: the isolate's memory, then the data centre's Cache API. No policy but their sizes. */

import { createHash } from 'node:crypto';
import type { EdgeStore } from '../storage/edge-store.ts';
import type { MemoryStore } from '../storage/memory-store.ts';
import { type CacheEntry, decodeEntry } from './entry.ts';

export interface EntryStore {
  /** Null for a miss. */
  fromMemory(unit: string): CacheEntry | null;
  /** Null for a miss. Never rejects. */
  fromEdge(unit: string): Promise<CacheEntry | null>;
  /** Keeps the entry in memory, unless a newer one came meanwhile. */
  toMemory(unit: string, entry: CacheEntry, bytes: number): void;
  /** Never rejects. */
  toEdge(unit: string, entry: CacheEntry, usableForMs: number): Promise<void>;
}

/** Entries outlive deployments: count up when what is kept changes its shape, so that none of before is read. */
const format = 4;

/** `edge` is null where there is no shared store. Every name starts with the reader's partition. */
export function createEntryStore(
  partition: string,
  memory: MemoryStore<CacheEntry>,
  edge: EdgeStore | null,
): EntryStore {
  const toName = (unit: string): string => `${partition}/${unit}`;
  // A unit's text may be long and hold a reader's words.
  const toAddress = (unit: string): string =>
    `entry/${format}/${partition}/${createHash('sha256').update(unit).digest('hex')}`;
  const store: EntryStore = {
    fromMemory: (unit) => memory.get(toName(unit)),
    async fromEdge(unit) {
      const stored = (await edge?.get(toAddress(unit))) ?? null;
      const entry = stored === null ? null : decodeEntry(stored.value);
      if (entry !== null && stored !== null) store.toMemory(unit, entry, 2 * stored.length);
      return entry;
    },
    toMemory(unit, entry, bytes) {
      const name = toName(unit);
      if ((memory.get(name)?.fetchedAt ?? 0) <= entry.fetchedAt) memory.put(name, entry, bytes);
    },
    async toEdge(unit, entry, usableForMs) {
      await edge?.put(toAddress(unit), entry, usableForMs / 1000);
    },
  };
  return store;
}
