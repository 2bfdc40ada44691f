/** JSON in the data centre's cache: within a request's budget, for whole seconds, and a miss whatever goes wrong. */

import { expect, test } from 'vitest';
import { createEdgeStore } from '../../src/storage/edge-store.ts';
import { createFakeEdgeCache, throwing, unlimited } from '../support/edge-cache.ts';

test('what is put comes back with the length of its text', async () => {
  const store = createEdgeStore(
    createFakeEdgeCache(() => 0),
    unlimited,
  );
  await store.put('a', { rows: [] }, 60);
  expect(await store.get('a')).toEqual({ value: { rows: [] }, length: '{"rows":[]}'.length });
  expect(await store.get('b')).toBeNull();
});

test('answers null and keeps nothing while its cache throws', async () => {
  const store = createEdgeStore(throwing, unlimited);
  await expect(store.put('a', {}, 60)).resolves.toBeUndefined();
  await expect(store.get('a')).resolves.toBeNull();
});

test('asks its cache nothing once the request may make no more calls', async () => {
  const fail = async (): Promise<never> => {
    throw new Error('nobody asks');
  };
  const store = createEdgeStore(
    { match: fail, put: fail },
    { spendCall: () => false, withConnection: () => fail() },
  );
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
