/** A data centre's Cache API by the gateway's clock: it drops what is past its max-age and knows no staleness. */

import type { EdgeCache } from '../../src/host.ts';
import type { EdgeStoreLimits } from '../../src/storage/edge-store.ts';

export interface FakeEdgeCache extends EdgeCache {
  /** How many entries are held. */
  size(): number;
  /** Addresses and bodies of all entries, to look for what must not be there. */
  dump(): string;
}

interface Entry {
  readonly body: string;
  readonly expiresAt: number;
}

export function createFakeEdgeCache(now: () => number): FakeEdgeCache {
  const entries = new Map<string, Entry>();
  return {
    async match(url) {
      const entry = entries.get(url);
      return entry === undefined || entry.expiresAt <= now() ? undefined : new Response(entry.body);
    },
    async put(url, response) {
      const maxAge = /max-age=(\d+)/.exec(response.headers.get('cache-control') ?? '')?.[1];
      entries.set(url, { body: await response.text(), expiresAt: now() + Number(maxAge ?? 0) * 1000 });
    },
    size: () => entries.size,
    dump: () => [...entries].map(([url, { body }]) => `${url} ${body}`).join('\n'),
  };
}

/** A cache in which every call fails. */
export const throwing: EdgeCache = {
  match: () => Promise.reject(new Error('the cache is broken')),
  put: () => Promise.reject(new Error('the cache is broken')),
};

/** A cache that holds this body at every address. */
export const holding = (body: string): EdgeCache => ({
  match: async () => new Response(body),
  put: async () => {},
});

/** What no entry of the gateway's looks like. */
export const brokenBodies = ['', 'not JSON', 'null', '[]', '{"value":1}', '"text"', '{"rows":[]}'];

export const unlimited: EdgeStoreLimits = { spendCall: () => true, withConnection: (call) => call() };
