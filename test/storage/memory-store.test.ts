/** An isolate's memory is bounded in bytes, whatever is put into it. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMemoryStore, placeBytes } from '../../src/storage/memory-store.ts';

test('the least recently used is dropped when the bytes run out', () => {
  const store = createMemoryStore<object>(3 * (placeBytes + 12));
  for (const name of ['a', 'b', 'c']) store.put(name, { name }, 10);
  expect(store.get('a')).toEqual({ name: 'a' });
  store.put('d', { name: 'd' }, 10);
  expect(['a', 'b', 'c', 'd'].map((name) => store.get(name) !== null)).toEqual([true, false, true, true]);
});

test('a value at the limit is kept, one past it is not, and takes the older one of its name with it', () => {
  const store = createMemoryStore<object>(placeBytes + 12);
  store.put('a', { size: 10 }, 10);
  expect(store.get('a')).toEqual({ size: 10 });
  store.put('a', { size: 11 }, 11);
  expect(store.get('a')).toBeNull();
});

test('what is deleted is gone', () => {
  const store = createMemoryStore<object>(1_000);
  store.put('a', {}, 1);
  store.delete('a');
  store.delete('never there');
  expect(store.get('a')).toBeNull();
});

test('all that is held comes with its name, the least recently used first', () => {
  const store = createMemoryStore<object>(1_000);
  for (const name of ['a', 'b', 'c']) store.put(name, { name }, 1);
  store.get('a');
  expect([...store.entries()]).toEqual(['b', 'c', 'a'].map((name) => [name, { name }]));
});

test('names and values together never weigh more than the limit', () => {
  const puts = fc.array(fc.tuple(fc.string({ minLength: 1, maxLength: 8 }), fc.nat(80)), { maxLength: 60 });
  fc.assert(
    fc.property(puts, (list) => {
      const store = createMemoryStore<{ bytes: number }>(1_000);
      for (const [name, bytes] of list) store.put(name, { bytes }, bytes);
      const names = [...new Set(list.map(([name]) => name))];
      const weights = names.map((name) => {
        const value = store.get(name);
        return value === null ? 0 : value.bytes + 2 * name.length + placeBytes;
      });
      expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeLessThanOrEqual(1_000);
    }),
  );
});
