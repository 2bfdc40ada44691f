/** What the generators make of the schema and the operations: types that hold, documents that the gateway answers. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Gateway, startGateway } from '../../scripts/start-bundle.ts';
import { readPersistedManifest } from '../../src/graphql/persisted-manifest.ts';
import { runExample } from '../e2e/run-example.ts';
import { commandTimeoutMs, projects, runProjectScript } from './run-project.ts';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({ vars: { PUBLIC_ACCESS: undefined } });
  for (const generate of ['relay:compile', 'codegen:generate', 'gql-tada:generate']) {
    await runProjectScript(generate);
  }
});
afterAll(() => gateway?.close());

test('the clients are type-correct as generated', async () => {
  expect(await runProjectScript('types')).toBe('');
});

test('what the schema marks as semantically not null is not null for Relay', async () => {
  const types = await readFile(resolve(projects, 'relay/__generated__/SessionList_query.graphql.ts'), 'utf8');
  expect(types).toContain('readonly createdAt: string;');
  expect(types).toMatch(/readonly testSessions: \{\n/);
});

test('typed clients print the same six sessions as plain fetch', async () => {
  const [plain, ...others] = await Promise.all(
    ['fetch', 'codegen', 'gql-tada'].map((name) => runExample(name, gateway, commandTimeoutMs)),
  );
  const withoutProgress = others.map((output) => output.split('\n').slice(-7).join('\n'));
  expect(plain?.trimEnd().split('\n')).toHaveLength(6);
  expect(withoutProgress).toEqual([plain, plain]);
});

test('the manifest of the client preset is one that the gateway takes', async () => {
  const text = await readFile(resolve(projects, 'codegen/generated/persisted-documents.json'), 'utf8');
  const documents: Readonly<Record<string, string>> = JSON.parse(text);
  const hashes = Object.values(documents).map(
    (document) => `sha256:${createHash('sha256').update(document).digest('hex')}`,
  );
  expect(Object.keys(documents)).toEqual(hashes);
  expect([...readPersistedManifest(documents).values()]).toEqual(Object.values(documents));
});

test('the pages are built for production', async () => {
  expect(await runProjectScript('relay:build')).toContain('built in');
  expect(await runProjectScript('apollo:build')).toContain('built in');
});
