/** What one request has listed, the next finds by id without asking. */

import { describe, expect, test } from 'vitest';
import { connectionOf } from '../support/answer.ts';
import { createTestGateway, type TestIsolate } from '../support/test-gateway.ts';

const fields =
  'name status region url createdAt updatedAt providerName counts { total } invoker { name } account { id } commit { sha } errorGroups { id }';

/** Lists a hundred sessions and gives their ids. */
async function listHundred(isolate: TestIsolate): Promise<unknown[]> {
  const answer = await isolate.ask('{ testSessions(first: 100) { nodes { sessionId } } }');
  return connectionOf(answer).nodes.map((node) => node?.sessionId);
}

function askEntities(isolate: TestIsolate, ids: readonly unknown[]) {
  const representations = ids.map((sessionId) => ({ __typename: 'TestSession', sessionId }));
  return isolate.ask(
    `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on TestSession { ${fields} } } }`,
    { variables: { representations } },
  );
}

describe('a hundred representations of sessions just listed', () => {
  test.each(['none', 'cache-api'])('cost nothing in the same isolate: shared cache %s', async (tier) => {
    const gateway = createTestGateway({ vars: { SHARED_CACHE: tier } });
    const ids = await listHundred(gateway);
    const before = gateway.upstreamCalls();
    const answer = await askEntities(gateway, ids);
    expect(answer.errors).toEqual([]);
    expect(answer.data?._entities).toHaveLength(100);
    expect(JSON.stringify(answer.data)).not.toContain('"name":null');
    expect(gateway.upstreamCalls() - before).toBe(0);
  });
});

test('a session that was looked up is not read again', async () => {
  const gateway = createTestGateway({ emulator: { sessions: 0 } });
  const [id] = gateway.emulator.addSessions([{ name: 'ended', created_at: '2026-11-20T00:00:00.000Z' }]);
  const query = (alias: string) => `{ ${alias}: testSession(id: "${id}") { name region results { id } } }`;
  await gateway.ask(query('a'));
  const before = gateway.upstreamCalls();
  const answer = await gateway.ask(query('b'));
  expect(answer.data).toMatchObject({ b: { name: 'ended', region: 'eu-west-1' } });
  expect(gateway.upstreamCalls() - before).toBe(0);
});

test('a session that another isolate has looked up is found in the shared cache', async () => {
  const gateway = createTestGateway({ vars: { SHARED_CACHE: 'cache-api' }, emulator: { sessions: 0 } });
  const [id] = gateway.emulator.addSessions([{ name: 'ended', created_at: '2026-11-20T00:00:00.000Z' }]);
  const query = `{ testSession(id: "${id}") { name region results { id } } }`;
  await gateway.ask(query);
  await gateway.settle();
  const before = gateway.upstreamCalls();
  const answer = await gateway.newIsolate().ask(query);
  expect(answer.data).toMatchObject({ testSession: { name: 'ended', region: 'eu-west-1' } });
  expect(gateway.upstreamCalls() - before).toBe(0);
});
