/** A tier that fails, or holds what nobody wrote, is a tier that misses. */

import { describe, expect, test } from 'vitest';
import { decodeCopy } from '../../src/cache/copy-codec.ts';
import { createEdgeStore, unlimited } from '../../src/cache/edge-store.ts';
import { createEdgeTier } from '../../src/cache/edge-tier.ts';
import { createEdgeMarks, createPurgeMarks } from '../../src/cache/purge-marks.ts';
import type { EdgeCache } from '../../src/host.ts';
import { connectionOf } from '../support/answer.ts';
import { createCustomGateway, emptyPage } from '../support/custom-gateway.ts';

const copy = { value: { rows: [] }, fetchedAt: 1, freshness: 'head', freshForMs: 10 } as const;
const throwing: EdgeCache = {
  match: () => Promise.reject(new Error('the cache is broken')),
  put: () => Promise.reject(new Error('the cache is broken')),
};
const holding = (body: string): EdgeCache => ({ match: async () => new Response(body), put: async () => {} });
const garbage = ['', 'not JSON', 'null', '[]', '{"value":1}', '"text"', '{"rows":[]}'];

describe('what a shared tier holds', () => {
  test('is a copy when it is one, and nothing more of it', () => {
    expect(decodeCopy(JSON.parse(JSON.stringify({ ...copy, more: 1 })))).toEqual(copy);
  });

  test.each([
    null,
    undefined,
    'text',
    [],
    {},
    { ...copy, fetchedAt: 'yesterday' },
    { ...copy, freshness: 'eternal' },
    { ...copy, freshForMs: null },
    { ...copy, fetchedAt: Number.NaN },
  ])('is a miss when it is broken: %j', (stored) => {
    expect(decodeCopy(stored)).toBeNull();
  });
});

describe('an edge store', () => {
  test('answers null and keeps nothing while its cache throws', async () => {
    const store = createEdgeStore(throwing, unlimited);
    await expect(store.put('a', {}, 60)).resolves.toBeUndefined();
    await expect(store.get('a')).resolves.toBeNull();
    await expect(createEdgeTier(store).get('a')).resolves.toBeNull();
  });

  test.each(garbage)('makes a miss of %j', async (body) => {
    const tier = createEdgeTier(createEdgeStore(holding(body), unlimited));
    await expect(tier.get('a')).resolves.toBeNull();
  });

  test('asks its cache nothing once the request may make no more calls', async () => {
    const store = createEdgeStore({ match: fail, put: fail }, { ...unlimited, spendCall: () => false });
    await expect(store.get('a')).resolves.toBeNull();
    await expect(store.put('a', {}, 60)).resolves.toBeUndefined();
  });

  test('keeps at least a second, in whole seconds, and nothing for less', async () => {
    const puts: (string | null)[] = [];
    const put = async (_url: string, response: Response) =>
      void puts.push(response.headers.get('cache-control'));
    const store = createEdgeStore({ match: async () => undefined, put }, unlimited);
    for (const seconds of [0, 0.999, 1, 1.5]) await store.put('a', {}, seconds);
    expect(puts).toEqual(['public, max-age=1', 'public, max-age=2']);
  });
});

test.each(garbage)('a purge mark that holds %j counts as never', async (body) => {
  const shared = createEdgeMarks(createEdgeStore(holding(body), unlimited), 60);
  const memory = { get: () => null, put: () => {}, delete: () => {} };
  expect(await createPurgeMarks(memory, shared, () => 5, 5_000).purgedAt('account')).toBe(0);
});

describe('a gateway over a broken cache', () => {
  const query = '{ testSessions(first: 1) { nodes { id } } }';

  test.each<[string, EdgeCache]>([
    ['that throws', throwing],
    ...garbage.map((body): [string, EdgeCache] => [`that holds ${JSON.stringify(body)}`, holding(body)]),
    ['that holds a copy of something else', holding(JSON.stringify({ ...copy, value: 'text' }))],
  ])('%s answers from upstream', async (_case, edgeCache) => {
    const gateway = createCustomGateway(() => Response.json(emptyPage), {
      host: { edgeCache },
      vars: { SHARED_CACHE: 'cache-api' },
    });
    const answer = await gateway.ask(query);
    expect([connectionOf(answer).nodes, answer.errors, gateway.calls.length]).toEqual([[], [], 1]);
  });
});

async function fail(): Promise<never> {
  throw new Error('nobody asks');
}

test('a copy that an older deployment kept in another form is not even looked for', async () => {
  const asked: string[] = [];
  const match = async (url: string) => {
    asked.push(new URL(url).pathname);
    return undefined;
  };
  await createEdgeTier(createEdgeStore({ match, put: fail }, unlimited)).get('partition/unit');
  expect(asked).toEqual(['/copy/1/partition/unit']);
});
