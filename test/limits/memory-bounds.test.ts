/** What an isolate remembers is bounded, store by store, and all of it together. */

import { parse, visit } from 'graphql';
import { expect, test } from 'vitest';
import { variables } from '../../src/config/variables.ts';
import { weighTree } from '../../src/graphql/document-limits-plugin.ts';
import { memoryBytes } from '../../src/limits.ts';

test('all stores together take less than half of an isolate, also at the largest MEMORY_CACHE_BYTES', () => {
  const { entries, ...others } = memoryBytes;
  const sum = Object.values(others).reduce((total, bytes) => total + bytes, 0);
  const largest = Number(/to (\d+)/.exec(variables.cache.memoryBytes.takes)?.[1]);
  expect(entries).toBeLessThanOrEqual(largest);
  expect(sum + largest).toBeLessThanOrEqual(64 * 1024 * 1024);
});

test('a document weighs what its tree takes in memory, however short its names', () => {
  const document = parse(`{ ${'a '.repeat(900)} }`);
  let nodes = 0;
  visit(document, {
    enter() {
      nodes += 1;
    },
  });
  expect([nodes, weighTree(document)]).toEqual([1_803, 1_803 * 320]);
});
