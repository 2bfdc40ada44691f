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

export interface EdgeStoreLimits {
  /** Counts a call; false when there is none left. */
  readonly spendCall: () => boolean;
  /** Runs the call when a connection is free: Workers count the Cache API among theirs. */
  readonly withConnection: <Value>(call: () => Promise<Value>) => Promise<Value>;
}

export const unlimited: EdgeStoreLimits = { spendCall: () => true, withConnection: (call) => call() };

export function createEdgeStore(cache: EdgeCache, { spendCall, withConnection }: EdgeStoreLimits): EdgeStore {
  return {
    async get(name) {
      if (!spendCall()) return null;
      try {
        const response = await withConnection(() => cache.match(origin + name));
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
        const response = new Response(JSON.stringify(value), { headers });
        await withConnection(() => cache.put(origin + name, response));
      } catch {
        // A failing cache is a miss.
      }
    },
  };
}
