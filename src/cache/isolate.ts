/** What an isolate keeps between requests: plain data, bounded, of many readers, each under a partition of its own. */

import type { Host } from '../host.ts';
import { attemptTimeoutMs } from '../limits.ts';
import type { EntryMemory } from './entry-cache.ts';
import { createFlights, type Flights } from './flights.ts';
import { createLocalGovernor, type Governor } from './governor.ts';
import type { LeaseRecord } from './lease.ts';
import { createMemoryStore, type MemoryStore } from './memory-store.ts';
import { createMemoryTier } from './memory-tier.ts';
import type { PurgeMark } from './purge-marks.ts';
import type { CacheSettings } from './settings.ts';
import type { CallCredit } from './shared-governor.ts';
import type { Tier } from './tier.ts';

export interface IsolateCache {
  readonly copies: Tier;
  readonly entries: EntryMemory;
  readonly leases: MemoryStore<LeaseRecord>;
  readonly marks: MemoryStore<PurgeMark>;
  readonly flights: Flights;
  /** What is left of calls that an account's Durable Object leased. */
  readonly credits: MemoryStore<CallCredit>;
  readonly governor: Governor;
  /** Of credentials that upstream has not accepted yet. */
  readonly strangers: Governor;
}

const smallStoreBytes = 1024 * 1024;
const entryStoreBytes = 4 * 1024 * 1024;
/** One attempt and a little: whoever waited so long for another's call makes it again, one of all who wait. */
const flightGivesUpAfterMs = 1.2 * attemptTimeoutMs;

export function createIsolateCache(host: Host, settings: CacheSettings): IsolateCache {
  const copiesMaxAgeMs =
    String(settings.sharedTier) === 'workers-cache' ? settings.memoryMaxAgeMs : Number.POSITIVE_INFINITY;
  return {
    copies: createMemoryTier(settings.memoryBytes, copiesMaxAgeMs, host.now),
    credits: createMemoryStore(smallStoreBytes),
    entries: { entries: createMemoryStore(entryStoreBytes), noted: new WeakSet() },
    leases: createMemoryStore(smallStoreBytes),
    marks: createMemoryStore(smallStoreBytes),
    flights: createFlights(host, flightGivesUpAfterMs),
    governor: createLocalGovernor(host.now, settings.callsPerMinute),
    strangers: createLocalGovernor(host.now, settings.callsPerMinute),
  };
}
