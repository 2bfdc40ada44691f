/// <reference types="vite/types/importMeta.d.ts" />
/** The threat model names tests that exist. */

import { expect, test } from 'vitest';

const [text = ''] = Object.values(
  import.meta.glob<string>('../../SECURITY.md', { query: '?raw', import: 'default', eager: true }),
);
const tests = Object.keys(import.meta.glob('../**/*.test.ts')).map((path) =>
  new URL(path, 'file:///test/architecture/').pathname.slice(1),
);
const rows = text
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .slice(1)
  .map((line) =>
    line
      .split('|')
      .map((cell) => cell.trim())
      .slice(1, -1),
  );

test('each row has an asset, an attacker, a defence and a test', () => {
  expect(rows.length).toBeGreaterThan(20);
  expect(rows.filter((cells) => cells.length !== 4 || cells.includes(''))).toEqual([]);
});

test('each named test is there', () => {
  const named = rows.map(([, , , cell]) => /^`(test\/[\w/.-]+\.test\.ts)`$/.exec(cell ?? '')?.[1] ?? cell);
  expect(tests.length).toBeGreaterThan(50);
  expect(named.filter((name) => name === undefined || !tests.includes(name))).toEqual([]);
});
