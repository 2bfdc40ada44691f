/** Every example, as its README starts it, against the gateway: each prints the sessions that the gateway has. */
import { readdir, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { buildSchema, isNonNullType, isObjectType, parse, validate } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoAccountId, demoKey } from '../../emulator/emulator.ts';
import { readOperation } from '../../examples/gateway.ts';
import { keys } from '../../examples/urql/keys.ts';
import { type Gateway, startGateway } from '../../scripts/start-bundle.ts';
import { runExample } from './run-example.ts';

const root = resolve(import.meta.dirname, '../..');
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const sessionLine = /^\d{4}-\d\d-\d\dT[\d:.]+Z {2}[A-Z]+ {2}.+$/;

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({ vars: { PUBLIC_ACCESS: undefined } });
});
afterAll(() => gateway?.close());

interface Statistics {
  readonly slowest?: readonly { readonly durationMs: number; readonly createdAt: string }[];
  readonly total?: { readonly durations: { readonly p95Ms: number } };
  readonly flakiest?: readonly { readonly changes: number }[];
}

async function ask(
  operation: string,
): Promise<{ readonly data: { readonly testSessionStatistics: Statistics } }> {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${demoKey}`,
      'x-checkly-account': demoAccountId,
    },
    body: JSON.stringify({ query: await readOperation(operation) }),
  });
  return response.json();
}

test('the clients print the same six sessions, newest first', async () => {
  const names = ['fetch', 'graphql-request', 'apollo-client', 'urql'];
  const outputs = await Promise.all(names.map((name) => runExample(name, gateway)));
  const lines = outputs[0]?.trimEnd().split('\n') ?? [];
  expect(lines).toHaveLength(6);
  expect(lines.filter((line) => !sessionLine.test(line))).toEqual([]);
  expect(
    lines
      .toSorted()
      .reverse()
      .map((line) => line.slice(0, 24)),
  ).toEqual(lines.map((line) => line.slice(0, 24)));
  expect(outputs).toEqual(names.map(() => outputs[0]));
});

test('curl prints a page', async () => {
  const answer: unknown = JSON.parse(await runExample('curl', gateway));
  expect(answer).toMatchObject({
    data: {
      testSessions: {
        edges: Array(3).fill({ node: { id: expect.any(String) } }),
        pageInfo: { hasNextPage: true },
      },
    },
  });
});

test('what was slowest this week and what is flaky are answered from the demo', async () => {
  const [slowest, flaky] = await Promise.all(['slowest-this-week', 'flaky-suites'].map(ask));
  expect(slowest?.data.testSessionStatistics).toMatchObject({
    slowest: Array(5).fill({ durationMs: expect.any(Number), createdAt: expect.any(String) }),
    total: { durations: { medianMs: expect.any(Number), p95Ms: expect.any(Number) } },
    lookedAt: { isAll: true },
  });
  const { slowest: rows = [], total } = slowest?.data.testSessionStatistics ?? {};
  const durations = rows.map(({ durationMs }) => durationMs);
  expect(durations).toEqual(durations.toSorted((a, b) => b - a));
  expect(durations.at(-1)).toBeGreaterThanOrEqual(total?.durations.p95Ms ?? Infinity);
  const weekAgo = gateway.emulator.now() - 7 * dayMs;
  expect(rows.filter(({ createdAt }) => Date.parse(createdAt) < weekAgo - minuteMs)).toEqual([]);

  expect(flaky?.data.testSessionStatistics.flakiest).toHaveLength(5);
  const changes = flaky?.data.testSessionStatistics.flakiest?.map((suite) => suite.changes) ?? [];
  expect(changes).toEqual(changes.toSorted((a, b) => b - a));
  expect(changes.at(-1)).toBeGreaterThan(0);
});

test('each operation is valid for clients', async () => {
  const names = (await readdir(resolve(root, 'operations'))).map((name) => name.replace('.graphql', ''));
  const schema = buildSchema(await readFile(resolve(root, 'schema.graphql'), 'utf8'));
  const texts = await Promise.all(names.map(readOperation));
  expect(texts.flatMap((text) => validate(schema, parse(text)))).toEqual([]);
  expect(names.length).toBeGreaterThan(5);
});

test('graphcache is told of every object whose id is missing or may be null, and of no other', async () => {
  const schema = buildSchema(await readFile(resolve(root, 'schema.graphql'), 'utf8'));
  const known = /^(__.*|Query|Subscription|PageInfo|.*Connection|.*Edge)$/;
  const withoutId = Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) && !isNonNullType(type.getFields().id?.type))
    .map(({ name }) => name)
    .filter((name) => !known.test(name));
  expect(Object.keys(keys).toSorted()).toEqual(withoutId.toSorted());
});
