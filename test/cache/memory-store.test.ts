/** An isolate's memory is bounded in bytes, whatever is put into it. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMemoryStore } from '../../src/cache/memory-store.ts';
import { createMemoryTier } from '../../src/cache/memory-tier.ts';

const copy = (value: unknown) => ({ value, fetchedAt: 0, freshness: 'head', freshForMs: 10_000 }) as const;

test('the least recently used is dropped when the bytes run out', () => {
  const store = createMemoryStore<object>(33);
  for (const name of ['a', 'b', 'c']) store.put(name, { name }, 10);
  expect(store.get('a')).toEqual({ name: 'a' });
  store.put('d', { name: 'd' }, 10);
  expect(['a', 'b', 'c', 'd'].map((name) => store.get(name) !== null)).toEqual([true, false, true, true]);
});

test('a value at the limit is kept, one past it is not, and takes the older one of its name with it', () => {
  const store = createMemoryStore<object>(11);
  store.put('a', { size: 10 }, 10);
  expect(store.get('a')).toEqual({ size: 10 });
  store.put('a', { size: 11 }, 11);
  expect(store.get('a')).toBeNull();
});

test('what is deleted is gone', () => {
  const store = createMemoryStore<object>(100);
  store.put('a', {}, 1);
  store.delete('a');
  store.delete('never there');
  expect(store.get('a')).toBeNull();
});

test('names and values together never weigh more than the limit', () => {
  const puts = fc.array(fc.tuple(fc.string({ minLength: 1, maxLength: 8 }), fc.nat(80)), { maxLength: 60 });
  fc.assert(
    fc.property(puts, (list) => {
      const store = createMemoryStore<{ bytes: number }>(100);
      for (const [name, bytes] of list) store.put(name, { bytes }, bytes);
      const names = [...new Set(list.map(([name]) => name))];
      const weights = names.map((name) => {
        const value = store.get(name);
        return value === null ? 0 : Math.max(1, value.bytes + name.length);
      });
      expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeLessThanOrEqual(100);
    }),
  );
});

test('a tier weighs copies by their JSON, and holds no more than it may', async () => {
  const tier = createMemoryTier(1_000, Number.POSITIVE_INFINITY, () => 0);
  for (let i = 0; i < 10; i += 1) await tier.put(`p${i}`, copy('x'.repeat(296)), 0);
  const kept = await Promise.all(Array.from({ length: 10 }, (_, i) => tier.get(`p${i}`)));
  expect(kept.map((each) => each !== null)).toEqual([...Array(7).fill(false), true, true, true]);
});

test('a tier with a greatest age vouches for a copy until then, whenever it was fetched', async () => {
  let now = 100_000;
  const tier = createMemoryTier(1_000, 5_000, () => now);
  await tier.put('p', copy('page'), 0);
  now += 4_999;
  expect(await tier.get('p')).toEqual({ copy: copy('page'), isOnlyForErrors: false });
  now += 1;
  expect(await tier.get('p')).toEqual({ copy: copy('page'), isOnlyForErrors: true });
});

test('a copy of nothing weighs something', async () => {
  const tier = createMemoryTier(10, Number.POSITIVE_INFINITY, () => 0);
  for (let i = 0; i < 1_000; i += 1) await tier.put(`p${i % 100}`, copy(undefined), 0);
  const kept = await Promise.all(Array.from({ length: 100 }, (_, i) => tier.get(`p${i}`)));
  expect(kept.filter((each) => each !== null).length).toBeLessThanOrEqual(10);
});
