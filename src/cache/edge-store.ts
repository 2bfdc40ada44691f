/**
 * JSON in the data centre's Cache API, under addresses on a host of the gateway's own that nothing serves.
 * The Cache API knows nothing of staleness: what is fresh and what is stale stands in the entry.
 */

import type { EdgeCache } from '../host.ts';

export interface EdgeStore {
  /** Null for a miss, a failing cache, or an entry that is not JSON. Never rejects. */
  get(name: string): Promise<unknown>;
  /** Never rejects. */
  put(name: string, value: unknown, keepForSeconds: number): Promise<void>;
}

const origin = 'https://copies.gateway.invalid/';

export function createEdgeStore(cache: EdgeCache, spendCall: () => boolean): EdgeStore {
  return {
    async get(name) {
      if (!spendCall()) return null;
      try {
        const response = await cache.match(origin + name);
        return response === undefined ? null : await response.json();
      } catch {
        return null;
      }
    },
    async put(name, value, keepForSeconds) {
      if (keepForSeconds < 1 || !spendCall()) return;
      const headers = {
        'content-type': 'application/json',
        'cache-control': `public, max-age=${Math.ceil(keepForSeconds)}`,
      };
      try {
        await cache.put(origin + name, new Response(JSON.stringify(value), { headers }));
      } catch {
        // A failing cache is a miss.
      }
    },
  };
}
