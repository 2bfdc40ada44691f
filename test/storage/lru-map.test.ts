/** The map that forgets, beside the plainest one that does the same. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLruMap } from '../../src/lru-map.ts';

const maxWeight = 10;

/** A list of what is held, the least recently used first. */
function createModel() {
  let held: { name: string; value: number; weight: number }[] = [];
  const without = (name: string) => held.filter((each) => each.name !== name);
  return {
    get(name: string): number | null {
      const found = held.find((each) => each.name === name);
      if (found === undefined) return null;
      held = [...without(name), found];
      return found.value;
    },
    set(name: string, value: number, weight: number): void {
      held = without(name);
      if (weight > maxWeight) return;
      held.push({ name, value, weight });
      while (held.reduce((sum, each) => sum + each.weight, 0) > maxWeight) held.shift();
    },
    delete(name: string): void {
      held = without(name);
    },
    entries: () => held.map(({ name, value }) => [name, value]),
  };
}

test('holds what a plain list in the order of use would hold', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
  const step = fc.oneof(
    fc.record({ action: fc.constant('get' as const), name }),
    fc.record({ action: fc.constant('delete' as const), name }),
    fc.record({ action: fc.constant('set' as const), name, weight: fc.integer({ min: 1, max: 11 }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const map = createLruMap<number>(maxWeight);
      const model = createModel();
      for (const [index, each] of steps.entries()) {
        if (each.action === 'get') expect(map.get(each.name)).toBe(model.get(each.name));
        else if (each.action === 'delete') for (const one of [map, model]) one.delete(each.name);
        else for (const one of [map, model]) one.set(each.name, index, each.weight);
        expect([...map.entries()]).toEqual(model.entries());
      }
    }),
  );
});

test('what is taken out while it is walked through does not stop the walk', () => {
  const map = createLruMap<number>(3);
  for (const name of ['a', 'b', 'c']) map.set(name, 1);
  const seen: string[] = [];
  for (const [name] of map.entries()) {
    seen.push(name);
    map.delete(name);
  }
  expect(seen).toEqual(['a', 'b', 'c']);
  expect([...map.entries()]).toEqual([]);
});
