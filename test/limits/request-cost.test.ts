/** Requests that once cost out of proportion are refused before anything is executed, and say what to change. */

import { describe, expect, test } from 'vitest';
import { toGlobalId } from '../../src/schema/global-id.ts';
import type { Answer } from '../support/answer.ts';
import { createTestGateway, demoHeaders, type TestGateway, toRequest } from '../support/test-gateway.ts';

const noCredential = {};
const wrongKey = { ...demoHeaders, authorization: 'Bearer cu_invented' };

function aliases(count: number, field: string): string {
  return Array.from({ length: count }, (_, i) => `a${i}: ${field}`).join(' ');
}

const listField = (count: number) => `query ($ids: [ID!]!) { ${aliases(count, 'nodes(ids: $ids) { id }')} }`;
const entities = (count: number) =>
  `query ($ids: [_Any!]!) { ${aliases(count, '_entities(representations: $ids) { __typename }')} }`;
const representation = { __typename: 'TestSession', sessionId: 'x' };

const typeFields = aliases(15, 'type { name kind description ...T1 }');
const introspection = `{ ${aliases(60, '__schema { types { name description fields { ...F } } }')} }
  fragment F on __Field { name description ${typeFields} }
  fragment T1 on __Type { enumValues { name description } possibleTypes { name description } }`;

const rows: readonly [string, string, Record<string, unknown>, Record<string, string>, string][] = [
  [
    '30,000 malformed ids under ten aliases, with an invented key',
    listField(10),
    { ids: Array(30_000).fill('x') },
    wrongKey,
    'request: has 300000 ids or representations, of at most 500; ask for them in several requests',
  ],
  [
    '1,000 ids under 120 aliases',
    listField(120),
    { ids: Array(1_000).fill('x') },
    demoHeaders,
    'request: has 120000 ids or representations, of at most 500; ask for them in several requests',
  ],
  [
    '1,000 representations under 120 aliases',
    entities(120),
    { ids: Array(1_000).fill(representation) },
    demoHeaders,
    'request: has 120000 ids or representations, of at most 500; ask for them in several requests',
  ],
  [
    '1,700 times one known id under 40 aliases',
    listField(40),
    { ids: Array(1_700).fill(toGlobalId('TestSession', 'aaaaaaaa-0000-4000-8000-000000000001')) },
    demoHeaders,
    'request: has 68000 ids or representations, of at most 500; ask for them in several requests',
  ],
  [
    '620 unknown ids',
    listField(1),
    { ids: Array.from({ length: 620 }, (_, i) => toGlobalId('TestSession', `${i}`)) },
    demoHeaders,
    'request: has 620 ids or representations, of at most 500; ask for them in several requests',
  ],
  [
    'sixty introspections with nested fragments, without a credential',
    introspection,
    {},
    noCredential,
    'request: weighs 5284920, fields times the lengths of their lists, of at most 500000; ask for a smaller `first`, fewer fields or fewer aliases',
  ],
  [
    "the subgraph's text under 330 aliases, without a credential",
    `{ ${aliases(330, '_service { sdl }')} }`,
    {},
    noCredential,
    'request: weighs 1320330, fields times the lengths of their lists, of at most 500000; ask for a smaller `first`, fewer fields or fewer aliases',
  ],
  [
    'sixty times 500 rows of 330 aliased names',
    `{ ${aliases(60, 'testSessions(first: 500) { nodes { ...N } }')} } fragment N on TestSession { ${aliases(330, 'name')} }`,
    {},
    demoHeaders,
    'request: weighs 9930120, fields times the lengths of their lists, of at most 500000; ask for a smaller `first`, fewer fields or fewer aliases',
  ],
  [
    '101 lists of 500',
    `{ ${aliases(101, 'testSessions(first: 500) { pageInfo { endCursor } }')} }`,
    {},
    demoHeaders,
    'request: may need 505 calls to Checkly, of at most 500; ask for fewer lists, a smaller `first` or fewer ids',
  ],
];

/** The first answer comes by Yoga, the second by plain execution. */
async function askTwice(gateway: TestGateway, query: string, options: object): Promise<Answer[]> {
  await gateway.ask('{ __typename }');
  return [await gateway.ask(query, options), await gateway.ask(query, options)];
}

test.each(rows)('%s', async (_request, query, variables, headers, message) => {
  const gateway = createTestGateway({ emulator: { sessions: 600 } });
  const reason = message.slice('request: '.length);
  const refusal = {
    message,
    extensions: { code: 'BAD_USER_INPUT', argument: 'request', reason },
  };
  for (const answer of await askTwice(gateway, query, { variables, headers })) {
    expect([answer.status, answer.data, answer.errors]).toEqual([200, null, [refusal]]);
    expect(answer.extensions.cost).toMatchObject({ upstreamCalls: 0, weight: { actual: 0, limit: 500_000 } });
  }
  expect(gateway.upstreamCalls()).toBe(0);
});

test('a refusal is a bad request for clients that take GraphQL responses', async () => {
  const response = await createTestGateway().fetch(
    toRequest(listField(1), {
      variables: { ids: Array(501).fill('x') },
      headers: { ...demoHeaders, accept: 'application/graphql-response+json' },
    }),
  );
  expect(response.status).toBe(400);
});

test('a subscription is weighed, too', async () => {
  const query = `subscription { testSessionCompleted(id: "aaaaaaaa-0000-4000-8000-000000000001") {
    results { errorGroups { occurrences { ${aliases(300, 'suitePath')} } } } } }`;
  const gateway = createTestGateway();
  const response = await gateway.fetch(
    toRequest(query, { headers: { ...demoHeaders, accept: 'text/event-stream' } }),
  );
  expect(await response.text()).toContain('request: weighs 3301222, ');
  expect(gateway.upstreamCalls()).toBe(0);
});

describe('fragments that nest', () => {
  test('weigh more with every level, and cost nothing to weigh', async () => {
    const levels = Array.from(
      { length: 80 },
      (_, i) => `fragment F${i} on __Type { a: ofType { ...F${i + 1} } b: ofType { ...F${i + 1} } }`,
    );
    const query = `{ __type(name: "Query") { ...F0 } } ${levels.join(' ')} fragment F80 on __Type { name }`;
    const answer = await createTestGateway().ask(query, { headers: noCredential });
    expect(answer.errors[0]?.message).toContain('weighs more than 9007199254740991, ');
    expect(answer.extensions.cost).toMatchObject({ weight: { requested: 9007199254740991, actual: 0 } });
  });
});

test('a size in a variable counts with its value, with its default, and as @skip and @include say', async () => {
  const gateway = createTestGateway({ emulator: { sessions: 0 } });
  const query = `query ($n: Int = 100, $off: Boolean = false) {
    testSessions(first: $n) { nodes { name environment @skip(if: $off) status @include(if: $off) } }
  }`;
  const requested: unknown[] = [];
  for (const variables of [{}, { n: 10 }, { n: null }, { n: 10, off: true }, { n: 0 }, {}]) {
    requested.push((await gateway.ask(query, { variables })).extensions.cost);
  }
  expect(requested).toMatchObject(
    [302, 32, 62, 32, 2, 302].map((weight) => ({ weight: { requested: weight } })),
  );
});

test('a field of a variable that is named as two others does not stand for them', async () => {
  const gateway = createTestGateway({ emulator: { sessions: 0 } });
  const query = `query ($filter: TestSessionFilter) { testSessions(first: 1, filter: $filter) { nodes { id } } }`;
  const calls: unknown[] = [];
  for (const filter of [{ 'commits environments': ['x'] }, { commits: ['abcdef0'], environments: ['x'] }]) {
    calls.push((await gateway.ask(query, { variables: { filter } })).extensions.cost);
  }
  expect(calls).toMatchObject([{ requestedCalls: 1 }, { requestedCalls: 10 }]);
});

test('a variable called as something that every object has keeps its default', async () => {
  const query = `query ($constructor: Int = 500) { ${aliases(60, 'testSessions(first: $constructor) { nodes { ...N } }')} }
    fragment N on TestSession { ${aliases(330, 'name')} }`;
  const answer = await createTestGateway().ask(query);
  expect(answer.errors[0]?.message).toContain('weighs 9930120, ');
});

test('the limits are variables', async () => {
  const vars = { MAX_REQUEST_WEIGHT: '1000', MAX_REQUEST_CALLS: '2', MAX_REQUEST_IDS: '1' };
  const gateway = createTestGateway({ vars });
  const messages: unknown[] = [];
  for (const query of [
    '{ testSessions(first: 200) { nodes { id name status url } } }',
    '{ testSessions(first: 300) { nodes { id } } }',
    '{ nodes(ids: ["x", "y"]) { id } }',
    '{ testSessions(first: 200) { nodes { id name status } } }',
  ]) {
    messages.push((await gateway.ask(query)).errors[0]?.message.split(';')[0] ?? null);
  }
  expect(messages).toEqual([
    'request: weighs 1002, fields times the lengths of their lists, of at most 1000',
    'request: may need 3 calls to Checkly, of at most 2',
    'request: has 2 ids or representations, of at most 1',
    null,
  ]);
});
