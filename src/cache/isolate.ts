/** What an isolate keeps of upstream between requests: plain data, bounded, of many readers, each under a partition of its own. */

import { createKnownStandings, type KnownStandings } from '../account/account-access.ts';
import type { CacheSettings } from '../config/config.ts';
import { type BucketStore, createBucketStore } from '../statistics/buckets.ts';
import { createMemoryStore, type MemoryStore } from '../storage/memory-store.ts';
import type { CacheEntry } from './entry.ts';
import { createRevalidations, type Revalidations } from './revalidations.ts';

export interface IsolateCache {
  readonly entries: MemoryStore<CacheEntry>;
  readonly standings: KnownStandings;
  readonly revalidations: Revalidations;
  readonly buckets: BucketStore;
}

export function createIsolateCache({ memoryBytes, memoryMaxAgeMs }: CacheSettings): IsolateCache {
  return {
    entries: createMemoryStore(memoryBytes),
    standings: createKnownStandings(memoryMaxAgeMs),
    revalidations: createRevalidations(),
    buckets: createBucketStore(),
  };
}
