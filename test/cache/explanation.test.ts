/** For the curious: what an answer was made from, from where and how old; in development only. */

import { expect, test } from 'vitest';
import { connectionOf } from '../support/answer.ts';
import { createTestGateway, demoHeaders } from '../support/test-gateway.ts';

const explained = { headers: { ...demoHeaders, 'x-gateway-debug': '1' } };
const query = '{ testSessions(first: 150, filter: {to: "2026-11-24T11:00:00Z"}) { nodes { id } } }';

test('lists every read with its key’s parts, store, age and freshness', async () => {
  const gateway = createTestGateway();
  await gateway.ask(query);
  await gateway.clock.advance(3_000);
  const { extensions } = await gateway.ask(query, explained);
  const read = {
    source: 'memory',
    reason: 'fresh',
    ageSeconds: 3,
    isCollapsed: false,
    freshness: expect.stringMatching(/^(?:running|closed)$/),
    freshForSeconds: expect.toSatisfy((seconds) => seconds === 5 || seconds === 86_400),
    why: expect.stringMatching(
      /^(?:a session in it is running|its range has ended, and nothing in it runs)$/,
    ),
    unit: expect.stringMatching(/^page \{"filter":\{.*"toSeconds":1795518000.*\},"size":100,"token":.*\}$/),
  };
  expect(extensions).toEqual({
    cost: expect.objectContaining({ upstreamCalls: 0, savedCalls: 2 }),
    cache: [read, read],
  });
});

test('tells of sessions by id and of list entries', async () => {
  const gateway = createTestGateway();
  const list = '{ testSessions(first: 1, filter: {statuses: [PASSED]}) { nodes { sessionId } } }';
  const sessionId = String(connectionOf(await gateway.ask(list)).nodes[0]?.sessionId);
  const read = {
    reason: 'fresh',
    ageSeconds: 0,
    isCollapsed: false,
    freshness: 'settled',
    freshForSeconds: 3_600,
    why: 'it has ended',
  };
  const readsOf = async (text: string) => (await gateway.ask(text, explained)).extensions.cache;
  expect(await readsOf(`{ testSession(id: "${sessionId}") { name } }`)).toEqual([
    { ...read, unit: `summary ${sessionId}`, source: 'memory' },
  ]);
  expect(await readsOf(`{ testSession(id: "${sessionId}") { results { id } } }`)).toContainEqual({
    ...read,
    unit: `session ${sessionId}`,
    source: 'upstream',
  });
});

test('an answer made without any read lists none', async () => {
  expect((await createTestGateway().ask('{ __typename }', explained)).extensions).toEqual({
    cost: expect.objectContaining({ upstreamCalls: 0, savedCalls: 0 }),
    cache: [],
  });
});

test('says nothing in production, where a repeated query still comes whole', async () => {
  const gateway = createTestGateway({ vars: { ENVIRONMENT: 'production' } });
  expect((await gateway.ask(query, explained)).extensions).toEqual({
    cost: expect.objectContaining({ upstreamCalls: 2, savedCalls: 0 }),
  });
  const again = await gateway.ask(query, explained);
  expect([again.headers.get('cache-status')?.split(';')[0], again.extensions]).toEqual([
    'gateway-responses',
    { cost: expect.objectContaining({ upstreamCalls: 0, savedCalls: 2 }) },
  ]);
});
