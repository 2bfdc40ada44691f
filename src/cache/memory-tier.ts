/** The isolate's own copies: the fastest tier, and the only one that is never shared. */

import type { Copy } from './copy.ts';
import { createMemoryStore } from './memory-store.ts';
import type { Tier } from './tier.ts';

interface Kept {
  readonly copy: Copy<unknown>;
  /** Milliseconds since the epoch. */
  readonly keptAt: number;
}

/**
 * `maxAgeMs`: how long it may answer without asking the tier behind it, where that one is purged from outside.
 * Past that a copy is only for when upstream fails.
 */
export function createMemoryTier(maxBytes: number, maxAgeMs: number, now: () => number): Tier {
  const store = createMemoryStore<Kept>(maxBytes);
  return {
    name: 'memory',
    async get(name) {
      const kept = store.get(name);
      if (kept === null) return null;
      return { copy: kept.copy, isOnlyForErrors: now() - kept.keptAt >= maxAgeMs };
    },
    async put(name, copy) {
      // A newer one may have come while this one was on its way.
      if ((store.get(name)?.copy.fetchedAt ?? 0) > copy.fetchedAt) return;
      store.put(name, { copy, keptAt: now() }, JSON.stringify(copy.value)?.length ?? 0);
    },
  };
}
