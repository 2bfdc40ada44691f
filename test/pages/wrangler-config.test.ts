/// <reference types="vite/types/importMeta.d.ts" />
/** What the deployment’s configuration must say, for no reader to meet another’s answer in a cache. */

import { expect, test } from 'vitest';

const files = import.meta.glob<string>('../../wrangler.toml', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const text = Object.values(files).join();

/** The lines of one table, without comments. */
function tableOf(name: string): string[] {
  const lines = text.split('\n').map((line) => line.replace(/\s*#.*$/, '').trim());
  const start = lines.indexOf(`[${name}]`);
  if (start === -1) return [];
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => line.startsWith('['));
  return rest.slice(0, end === -1 ? undefined : end).filter((line) => line !== '');
}

test('Workers Cache is off for readers and on for the inner entrypoint', () => {
  expect(tableOf('cache')).toEqual(['enabled = false']);
  expect(tableOf('exports.Pages')).toEqual(['type = "worker"', 'cache = { enabled = true }']);
});

test('there is no other table that switches a cache on', () => {
  const tables = [...text.matchAll(/^\[+([^\]]+)\]+/gm)].map(([, name]) => name ?? '');
  const cached = tables.filter((name) =>
    tableOf(name).some((line) => /^cache\b.*true|^enabled = true/.test(line)),
  );
  expect(cached).toEqual(['observability', 'exports.Pages']);
});

test('the object of accounts is bound', () => {
  expect(tableOf('exports.AccountKeeper')).toContain('type = "durable-object"');
  expect(text).toMatch(/name = "ACCOUNTS"\nclass_name = "AccountKeeper"/);
});
