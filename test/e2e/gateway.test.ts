/** The harness itself: the built bundle answers, with the test's variables and nobody else's. */
import { readFile } from 'node:fs/promises';
import {
  buildClientSchema,
  buildSchema,
  getIntrospectionQuery,
  lexicographicSortSchema,
  printSchema,
} from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Gateway, startGateway } from '../../scripts/start-bundle.ts';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway?.close());

test('answers from an emulator of its own, with the default limits', async () => {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ testSessions(first: 30) { nodes { status } } }' }),
  });
  expect(await response.json()).toMatchObject({ data: { testSessions: { nodes: { length: 30 } } } });
  expect(gateway.emulator.stats().requests['GET /v1/test-sessions']).toBeGreaterThan(0);
});

test('introspection tells every description, none of which the bundle starts with', async () => {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: getIntrospectionQuery({ specifiedByUrl: true }) }),
  });
  const { data } = JSON.parse(await response.text());
  const text = await readFile('schema.graphql', 'utf8');
  // Introspection does not show which directives are applied, nor this one.
  const [, shown = ''] = text.split(/^directive @semanticNonNull.*$/m);
  const held = buildSchema(shown.replaceAll(/ @semanticNonNull(?:\(.*\))?$/gm, ''));
  expect(printSchema(buildClientSchema(data))).toBe(printSchema(lexicographicSortSchema(held)));
});

test('names the variable when a test sets a wrong one', async () => {
  const start = startGateway({ vars: { MAX_PAGE_SIZE: 'many' } });
  await expect(start).rejects.toThrow('MAX_PAGE_SIZE holds "many"');
});
