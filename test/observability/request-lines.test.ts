/** The line in the log that each GraphQL request leaves, and its `Server-Timing`. */

import { describe, expect, test } from 'vitest';
import { demoAccountId, demoKey } from '../../emulator/accounts.ts';
import { toAccountTag, toPartition } from '../../src/credentials/reader.ts';
import {
  createTestGateway,
  demoHeaders,
  type TestGatewayOptions,
  testVars,
} from '../support/test-gateway.ts';

const list = 'query Newest { testSessions(first: 2) { nodes { id } } }';
const listHash = await hashOf(list);
const demo = { apiKey: demoKey, accountId: demoAccountId };
const tenant = toAccountTag(demo, testVars.CACHE_PARTITION_SECRET).slice(0, 12);
const client = toPartition(demo, testVars.CACHE_PARTITION_SECRET).slice(0, 12);

async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(digest)]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .slice(0, 16);
}

function createSeenGateway(options: TestGatewayOptions = {}) {
  const gateway = createTestGateway(options);
  return {
    ...gateway,
    requestLines: () => gateway.log.filter(({ message }) => message === 'GraphQL request.'),
  };
}

const line = {
  level: 'info',
  message: 'GraphQL request.',
  operation: 'Newest',
  document: listHash,
  tenant,
  client,
  status: 200,
  errorCodes: [],
};

test('tells a miss, a repeated request and another reading of the same page', async () => {
  const gateway = createSeenGateway();
  gateway.emulator.setFaults([{ delayMs: 70 }]);
  const timings: unknown[] = [];
  for (const query of [list, list, `${list} # again`, list.replace('id', 'name')]) {
    timings.push((await gateway.ask(query)).headers.get('server-timing'));
    await gateway.settle();
  }
  expect(gateway.requestLines()).toEqual([
    { ...line, requestId: 'request-1', cost: 6, upstreamCalls: 1, cache: 'miss', ms: 70 },
    { ...line, requestId: 'request-2', cost: 0, upstreamCalls: 0, cache: 'response', ms: 0 },
    // Comments do not count, so that the name is that of the document whose response is kept.
    { ...line, requestId: 'request-3', cost: 0, upstreamCalls: 0, cache: 'response', ms: 0 },
    {
      ...line,
      document: expect.stringMatching(/^[0-9a-f]{16}$/),
      requestId: 'request-4',
      cost: 6,
      upstreamCalls: 0,
      cache: 'memory',
      ms: 0,
    },
  ]);
  expect(timings).toEqual([
    'total;dur=70, upstream;dur=70, cache;desc="miss"',
    'total;dur=0, upstream;dur=0, cache;desc="response"',
    'total;dur=0, upstream;dur=0, cache;desc="response"',
    'total;dur=0, upstream;dur=0, cache;desc="memory"',
  ]);
});

test('tells the edge cache and a stale page', async () => {
  const gateway = createSeenGateway();
  await gateway.ask(list);
  await gateway.settle();
  await gateway.newIsolate().ask(list);
  await gateway.clock.advance(15_000);
  await gateway.ask(list);
  expect(gateway.requestLines().map(({ cache }) => cache)).toEqual(['miss', 'edge', 'stale']);
});

test('calls that run at once are waited for once', async () => {
  const gateway = createSeenGateway();
  await gateway.ask(list);
  gateway.emulator.setFaults([{ delayMs: 50 }]);
  const both =
    '{ a: testSessions(filter: {branches: ["a"]}) { nodes { id } } b: testSessions(filter: {branches: ["b"]}) { nodes { id } } }';
  expect((await gateway.ask(both)).headers.get('server-timing')).toBe(
    'total;dur=50, upstream;dur=50, cache;desc="miss"',
  );
  expect(gateway.requestLines().at(-1)).toMatchObject({ upstreamCalls: 2, operation: null });
});

describe('tells what failed', () => {
  test.each<[string, string, Record<string, unknown>]>([
    ['a syntax error', '{', { errorCodes: ['GRAPHQL_PARSE_FAILED'] }],
    [
      'an unknown field',
      'query Odd { odd }',
      { errorCodes: ['GRAPHQL_VALIDATION_FAILED'], operation: 'Odd' },
    ],
    ['a bad argument', '{ testSessions(first: -1) { nodes { id } } }', { errorCodes: ['BAD_USER_INPUT'] }],
    ['nothing', '', { errorCodes: ['GRAPHQL_PARSE_FAILED'], document: null }],
  ])('%s', async (_case, query, told) => {
    const gateway = createSeenGateway();
    await gateway.ask(query);
    expect(gateway.requestLines()).toEqual([expect.objectContaining({ cache: 'none', ...told })]);
  });

  test.each<[string, RequestInit, Record<string, unknown>]>([
    ['what is not JSON', { body: '{' }, { status: 400 }],
    ['a batch', { body: '[]' }, { status: 400 }],
    ['another media type', { headers: { 'content-type': 'text/plain' }, body: '{}' }, { status: 415 }],
    ['too much', { body: ' '.repeat(128 * 1024 + 1) }, { status: 413 }],
  ])('%s', async (_case, init, told) => {
    const gateway = createSeenGateway();
    const headers = { 'content-type': 'application/json' };
    await gateway.fetch(new Request('https://gateway.example/graphql', { method: 'POST', headers, ...init }));
    expect(gateway.requestLines()).toEqual([
      expect.objectContaining({
        tenant: null,
        client: null,
        document: null,
        errorCodes: ['BAD_USER_INPUT'],
        ...told,
      }),
    ]);
  });

  test('no credential', async () => {
    const gateway = createSeenGateway();
    await gateway.ask(list, { headers: {} });
    expect(gateway.requestLines()).toEqual([
      expect.objectContaining({ status: 401, tenant: null, client: null, errorCodes: ['UNAUTHENTICATED'] }),
    ]);
  });

  test('two failures of one kind count as one code', async () => {
    const gateway = createSeenGateway();
    gateway.emulator.setFaults([{ status: 500 }]);
    await gateway.ask(
      '{ a: testSessions { nodes { id } } b: testSessions(first: 1) { nodes { id } } c: testSessions(first: -1) { nodes { id } } }',
    );
    expect(gateway.requestLines()).toEqual([
      expect.objectContaining({ status: 200, errorCodes: ['BAD_USER_INPUT', 'UPSTREAM_UNAVAILABLE'] }),
    ]);
  });
});

describe('a document is named', () => {
  test.each([
    ['by the start of its text', { query: 'query  Newest($a: Int) { __typename }' }, 'Newest'],
    ['by operationName', { query: '{ __typename } query B { __typename }', operationName: 'B' }, 'B'],
    ['by no word of a comment or a string', { query: '# query cu_secret\n{ __typename }' }, null],
    ['by no name that is none', { query: '{ __typename }', operationName: 'not a name' }, null],
    ['by no name without end', { query: `query ${'a'.repeat(129)} { __typename }` }, null],
  ])('%s', async (_case, params, operation) => {
    const gateway = createSeenGateway();
    await post(gateway, params);
    expect(gateway.requestLines()).toEqual([
      expect.objectContaining({ operation, document: await hashOf(params.query) }),
    ]);
  });

  test('the same by its text and by its hash as a persisted query', async () => {
    const gateway = createSeenGateway();
    const query = '{ __typename }';
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(query));
    const sha256Hash = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    const extensions = { persistedQuery: { version: 1, sha256Hash } };
    await post(gateway, { query, extensions });
    await post(gateway, { extensions });
    await post(gateway, { extensions: { persistedQuery: { version: 1, sha256Hash: 'cu_secret' } } });
    const hash = await hashOf(query);
    expect(gateway.requestLines().map(({ document }) => document)).toEqual([hash, hash, null]);
  });
});

describe('LOG_REQUESTS', () => {
  const askTwice = async (percent: string) => {
    const gateway = createSeenGateway({ vars: { LOG_REQUESTS: percent } });
    await gateway.ask(list);
    await gateway.ask('{ testSessions(first: -1) { nodes { id } } }');
    return gateway.requestLines().map(({ requestId }) => requestId);
  };

  // The test's chance is always one half.
  test.each([
    ['0', []],
    ['1', ['request-2']],
    ['50', ['request-2']],
    ['51', ['request-1', 'request-2']],
    ['100', ['request-1', 'request-2']],
  ])('at %s leaves out what is not drawn, and no failure above 0', async (percent, lines) => {
    expect(await askTwice(percent)).toEqual(lines);
  });
});

function post(gateway: ReturnType<typeof createSeenGateway>, params: object): Promise<Response> {
  return gateway.fetch(
    new Request('https://gateway.example/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...demoHeaders },
      body: JSON.stringify(params),
    }),
  );
}
