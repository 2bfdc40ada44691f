/** What an isolate keeps of upstream between requests: plain data, bounded, of many readers, each under a partition of its own. */

import type { KnownStanding } from '../account/account-access.ts';
import { createMemoryStore, type MemoryStore } from '../storage/memory-store.ts';
import type { CacheEntry } from './entry.ts';
import { createRevalidations, type Revalidations } from './revalidations.ts';
import type { CacheSettings } from './settings.ts';

export interface IsolateCache {
  readonly entries: MemoryStore<CacheEntry>;
  readonly standings: MemoryStore<KnownStanding>;
  readonly revalidations: Revalidations;
}

const standingsBytes = 1024 * 1024;

export function createIsolateCache({ memoryBytes }: CacheSettings): IsolateCache {
  return {
    entries: createMemoryStore(memoryBytes),
    standings: createMemoryStore(standingsBytes),
    revalidations: createRevalidations(),
  };
}
