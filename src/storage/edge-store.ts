/**
 * JSON in the data centre's Cache API, under addresses on a host of the gateway's own that nothing serves.
 * The Cache API knows nothing of staleness: an entry carries its own times. No policy.
 */

import type { EdgeCache } from '../host.ts';

export interface EdgeStore {
  /** Null for a miss, a failing cache, or an entry that is not JSON. Never rejects. */
  get(name: string): Promise<StoredJson | null>;
  /** Never rejects. */
  put(name: string, value: unknown, keepForSeconds: number): Promise<void>;
}

interface StoredJson {
  readonly value: unknown;
  /** Characters of its JSON text. */
  readonly length: number;
}

const origin = 'https://entries.gateway.invalid/';

export interface EdgeStoreLimits {
  /** Counts a call; false when there is none left. */
  readonly spendCall: () => boolean;
  /** Runs the call when a connection is free: Workers count the Cache API among theirs. */
  readonly withConnection: <Value>(call: () => Promise<Value>) => Promise<Value>;
}

export function createEdgeStore(cache: EdgeCache, { spendCall, withConnection }: EdgeStoreLimits): EdgeStore {
  return {
    async get(name) {
      if (!spendCall()) return null;
      try {
        const text = await withConnection(() => matchText(cache, origin + name));
        return text === null ? null : { value: JSON.parse(text), length: text.length };
      } catch {
        // A failing cache, or a broken entry, is a miss.
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

async function matchText(cache: EdgeCache, url: string): Promise<string | null> {
  const response = await cache.match(url);
  return response === undefined ? null : response.text();
}
