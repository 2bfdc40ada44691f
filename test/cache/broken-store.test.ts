/** A shared store that fails, or holds what nobody wrote, is a miss. */

import { describe, expect, test } from 'vitest';
import { type CacheEntry, decodeEntry } from '../../src/cache/entry.ts';
import { createEntryStore } from '../../src/cache/entry-store.ts';
import type { EdgeCache } from '../../src/host.ts';
import { createEdgeStore } from '../../src/storage/edge-store.ts';
import { createMemoryStore } from '../../src/storage/memory-store.ts';
import { connectionOf } from '../support/answer.ts';
import { createCustomGateway, emptyPage } from '../support/custom-gateway.ts';
import { brokenBodies, holding, throwing, unlimited } from '../support/edge-cache.ts';

const entry = {
  value: { rows: [] },
  fetchedAt: 1,
  freshness: 'head',
  freshForMs: 10,
  precededBy: null,
} as const;

function openStore(cache: EdgeCache) {
  const memory = createMemoryStore<CacheEntry>(1_000);
  return { memory, store: createEntryStore('partition', memory, createEdgeStore(cache, unlimited)) };
}

describe('what a shared store holds', () => {
  test.each([null, 'session'])('is an entry when it is one, and nothing more of it', (precededBy) => {
    const stored = JSON.parse(JSON.stringify({ ...entry, precededBy, more: 1 }));
    expect(decodeEntry(stored)).toEqual({ ...entry, precededBy });
  });

  test.each([
    null,
    undefined,
    'text',
    [],
    {},
    { ...entry, fetchedAt: 'yesterday' },
    { ...entry, freshness: 'eternal' },
    { ...entry, freshForMs: null },
    { ...entry, fetchedAt: Number.NaN },
    { ...entry, precededBy: 1 },
    { ...entry, precededBy: undefined },
  ])('is a miss when it is broken: %j', (stored) => {
    expect(decodeEntry(stored)).toBeNull();
  });
});

describe('an entry store over a broken cache', () => {
  test('misses and keeps nothing while it throws', async () => {
    const { store, memory } = openStore(throwing);
    await expect(store.toEdge('unit', entry, 60_000)).resolves.toBeUndefined();
    await expect(store.fromEdge('unit')).resolves.toBeNull();
    expect([...memory.entries()]).toEqual([]);
  });

  test.each(brokenBodies)('makes a miss of %j', async (body) => {
    const { store, memory } = openStore(holding(body));
    await expect(store.fromEdge('unit')).resolves.toBeNull();
    expect([...memory.entries()]).toEqual([]);
  });
});

describe('a gateway over a broken cache', () => {
  const query = '{ testSessions(first: 1) { nodes { id } } }';

  test.each<[string, EdgeCache]>([
    ['that throws', throwing],
    ...brokenBodies.map((body): [string, EdgeCache] => [`that holds ${JSON.stringify(body)}`, holding(body)]),
    ['that holds an entry of something else', holding(JSON.stringify({ ...entry, value: 'text' }))],
  ])('%s answers from upstream', async (_case, edgeCache) => {
    const gateway = createCustomGateway(() => Response.json(emptyPage), {
      host: { edgeCache },
      vars: { SHARED_CACHE: 'cache-api' },
    });
    const answer = await gateway.ask(query);
    expect([connectionOf(answer).nodes, answer.errors, gateway.calls.length]).toEqual([[], [], 1]);
  });
});
