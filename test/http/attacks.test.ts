/** Requests that once cost too much, or were answered with another's answer. */

import { expect, test } from 'vitest';
import { readAnswer } from '../support/answer.ts';
import { createTestGateway, demoHeaders, toRequest } from '../support/test-gateway.ts';

const filterOf = (name: string) =>
  `query ($${name}: TestSessionFilter) { testSessions(first: 1, filter: $${name}) { nodes { status } } }`;

test.each(['constructor', 'prototype', '__proto__', 'toString'])(
  'a variable called %s is part of what is asked',
  async (name) => {
    const gateway = createTestGateway();
    const statusOf = async (status: string): Promise<unknown> => {
      const variables = JSON.parse(`{${JSON.stringify(name)}: {"statuses": ["${status}"]}}`);
      return (await gateway.ask(filterOf(name), { variables })).data;
    };
    expect(await statusOf('FAILED')).toEqual({ testSessions: { nodes: [{ status: 'FAILED' }] } });
    expect(await statusOf('PASSED')).toEqual({ testSessions: { nodes: [{ status: 'PASSED' }] } });
  },
);

test('fragments that spread each other twice cost no more than once', async () => {
  const fragments = Array.from(
    { length: 60 },
    (_, i) => `fragment F${i} on TestSession { ...F${i + 1} ...F${i + 1} }`,
  );
  const text = `{ testSessions(first: 1) { nodes { ...F0 } } } ${fragments.join(' ')} fragment F60 on TestSession { results { id } }`;
  expect((await createTestGateway().ask(text)).errors).toEqual([]);
});

test('a name that is too long for a message is refused as syntax', async () => {
  const answer = await createTestGateway().ask(`query ${'N'.repeat(129)} { __typename }`);
  expect(answer.errors[0]?.extensions.code).toBe('GRAPHQL_PARSE_FAILED');
  expect((await createTestGateway().ask(`query ${'N'.repeat(128)} { __typename }`)).errors).toEqual([]);
});

test('an answer to what cannot be executed stays small, however much is wrong', async () => {
  const fields = Array.from({ length: 300 }, (_, i) => `wrong${i}`).join(' ');
  const response = await createTestGateway().fetch(toRequest(`{ ${fields} }`));
  const text = await response.text();
  expect(text.length).toBeLessThan(10_000);
});

test('of variables with much that is wrong as much is told as of a document', async () => {
  const filter = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`branche${i}`, 1]));
  const query = 'query ($filter: TestSessionFilter) { testSessions(filter: $filter) { nodes { id } } }';
  const { errors } = await createTestGateway().ask(query, { variables: { filter } });
  expect([errors.length, errors[19]?.message]).toEqual([
    20,
    'Too many errors processing variables, error limit reached. Execution aborted.',
  ]);
});

test.each(['application/json', 'text/event-stream'])(
  'a message quotes little of what was sent, also of a literal, as %s',
  async (accept) => {
    const query = `{ testSessions(first: "${'😀'.repeat(10_000)}") { nodes { id } } }`;
    const response = await createTestGateway().fetch(
      toRequest(query, { headers: { ...demoHeaders, accept } }),
    );
    const [, message = ''] = /"message":"((?:[^"\\]|\\.)*)"/.exec(await response.text()) ?? [];
    expect(message).toBe(`Int cannot represent non-integer value: \\"${'😀'.repeat(179)}…`);
  },
);

test('a query that is empty beside a hash does not stand for another hash', async () => {
  const gateway = createTestGateway();
  const get = async (hash: string) => {
    const extensions = JSON.stringify({ persistedQuery: { version: 1, sha256Hash: hash } });
    const url = `https://gateway.example/graphql?${new URLSearchParams({ query: '', extensions })}`;
    return readAnswer(await gateway.fetch(new Request(url, { headers: demoHeaders })));
  };
  expect((await get('a'.repeat(64))).errors[0]?.extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND');
  expect((await get('b'.repeat(64))).errors[0]?.extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND');
});

test.each(['application/x-www-form-urlencoded', 'text/plain', 'application/graphql', 'application/jsonx'])(
  'a body of %s is refused: pages may send it without asking',
  async (type) => {
    const request = new Request('https://gateway.example/graphql', {
      method: 'POST',
      headers: { 'content-type': type, ...demoHeaders },
      body: 'query={__typename}',
    });
    const response = await createTestGateway().fetch(request);
    expect([response.status, (await readAnswer(response)).errors[0]?.extensions]).toEqual([
      415,
      {
        code: 'BAD_USER_INPUT',
        argument: 'Content-Type',
        reason: 'must be application/json',
      },
    ]);
  },
);
