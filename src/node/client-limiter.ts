/** What Workers' rate-limiting binding does, for one process: so many calls of a key in a minute. Bounded in memory. */

import type { RateLimiter } from '../client-limit.ts';
import type { Host } from '../host.ts';
import { createLruMap } from '../lru-map.ts';

const periodMs = 60_000;

/** The least recently seen is forgotten, and may begin anew. */
const maxClients = 10_000;

interface Period {
  readonly endsAt: number;
  spent: number;
}

export function createClientLimiter(now: Host['now'], unitsPerMinute: number): RateLimiter {
  const periods = createLruMap<Period>(maxClients);
  return {
    async limit({ key }) {
      const known = periods.get(key);
      const period = known === null || known.endsAt <= now() ? { endsAt: now() + periodMs, spent: 0 } : known;
      periods.set(key, period);
      if (period.spent >= unitsPerMinute) return { success: false };
      period.spent += 1;
      return { success: true };
    },
  };
}
