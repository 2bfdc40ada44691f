/** Sessions by id: what they answer, what they cost, and what a bad id does. */

import { describe, expect, test } from 'vitest';
import { toGlobalId } from '../../src/schema/global-id.ts';
import { connectionOf } from '../support/answer.ts';
import { createTestGateway, type TestGateway } from '../support/test-gateway.ts';

const unknownId = 'aaaaaaaa-0000-4000-8000-000000000000';
const listRoute = 'GET /v1/test-sessions';
const detailRoute = 'GET /v1/test-sessions/{id}';

const everyField = `__typename id sessionId name status provider providerName environment region url startedAt stoppedAt
  createdAt updatedAt durationMs counts { total running passed failed cancelled } runningSequenceIds passedSequenceIds
  failedSequenceIds cancelledSequenceIds invoker { name picture } commit { sha owner message headline branch url
  repository { url host owner name } } account { id } project { id } privateLocation { id } errorGroups { id }`;

/** A session that is on no page that was read yet. */
function addSession(gateway: TestGateway, more: Record<string, unknown> = {}): string {
  const [id = ''] = gateway.emulator.addSessions([{ name: 'looked up', ...more }]);
  return id;
}

describe('testSession', () => {
  test('finds a session by either id, at one call when its detail tells all that is asked', async () => {
    const gateway = createTestGateway();
    const sessionId = addSession(gateway);
    const answer = await gateway.ask(
      `query ($raw: ID!, $upper: ID!, $global: ID!) {
        raw: testSession(id: $raw) { id name status startedAt url commit { sha } }
        upper: testSession(id: $upper) { sessionId }
        global: testSession(id: $global) { sessionId }
      }`,
      {
        variables: {
          raw: sessionId,
          upper: sessionId.toUpperCase(),
          global: toGlobalId('TestSession', sessionId),
        },
      },
    );
    expect(answer.errors).toEqual([]);
    expect(answer.data).toMatchObject({
      raw: { id: toGlobalId('TestSession', sessionId), name: 'looked up', status: 'PASSED' },
      upper: { sessionId },
      global: { sessionId },
    });
    expect(gateway.emulator.stats().requests).toEqual({ [detailRoute]: 1 });
  });

  test('answers every field as the list does, at one call more', async () => {
    const gateway = createTestGateway({ vars: { SHARED_CACHE: 'none' } });
    const listed = connectionOf(
      await gateway.ask(`{ testSessions(first: 40) { nodes { ${everyField} } } }`),
    ).nodes;
    const fresh = createTestGateway();
    const session = listed[20];
    const answer = await fresh.ask(`query ($id: ID!) { testSession(id: $id) { ${everyField} } }`, {
      variables: { id: session?.sessionId },
    });
    expect(answer.errors).toEqual([]);
    expect(answer.data?.testSession).toEqual(session);
    expect(fresh.emulator.stats().requests).toEqual({ [detailRoute]: 1, [listRoute]: 1 });
  });

  test('is null for an id that no session has', async () => {
    const gateway = createTestGateway();
    const answer = await gateway.ask(`{ testSession(id: "${unknownId}") { name region } }`);
    expect([answer.data, answer.errors]).toEqual([{ testSession: null }, []]);
    expect(gateway.emulator.stats().requests).toEqual({ [detailRoute]: 1 });
  });

  test.each([
    '',
    'nonsense',
    '123',
    toGlobalId('TestSession', 'x'),
    toGlobalId('User', unknownId),
    '../../next',
  ])('refuses a malformed id, at no call: %j', async (id) => {
    const gateway = createTestGateway();
    const answer = await gateway.ask('query ($id: ID!) { testSession(id: $id) { name } }', {
      variables: { id },
    });
    expect(answer.data).toEqual({ testSession: null });
    expect(answer.errors).toMatchObject([
      { path: ['testSession'], extensions: { code: 'BAD_USER_INPUT', argument: 'id' } },
    ]);
    expect(gateway.emulator.stats().recent).toEqual([]);
  });

  test('needs a credential', async () => {
    const answer = await createTestGateway().ask(`{ testSession(id: "${unknownId}") { name } }`, {
      headers: {},
    });
    expect([answer.status, answer.errors[0]?.extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
  });

  test('finds the entry of a session that was recorded long after its start', async () => {
    const gateway = createTestGateway();
    const sessionId = addSession(gateway, {
      created_at: '2026-11-24T11:50:00.000Z',
      startedAt: '2026-11-24T11:40:00.000Z',
    });
    const answer = await gateway.ask(`{ testSession(id: "${sessionId}") { createdAt } }`);
    expect([answer.errors, answer.data]).toEqual([
      [],
      { testSession: { createdAt: '2026-11-24T11:50:00.000Z' } },
    ]);
    expect(gateway.emulator.stats().requests).toEqual({ [detailRoute]: 1, [listRoute]: 2 });
  });

  test('says so when the list lacks the session, and answers what its detail tells', async () => {
    const gateway = createTestGateway();
    const sessionId = addSession(gateway, {
      created_at: '2026-11-20T11:50:00.000Z',
      startedAt: '2026-11-24T11:40:00.000Z',
    });
    const answer = await gateway.ask(`{ testSession(id: "${sessionId}") { name region } }`);
    expect(answer.data).toEqual({ testSession: { name: 'looked up', region: null } });
    expect(answer.errors).toMatchObject([
      { path: ['testSession', 'region'], extensions: { code: 'UPSTREAM_INVALID_RESPONSE' } },
    ]);
  });

  test('waits for a listing beside it, and needs no call of its own', async () => {
    const gateway = createTestGateway();
    const sessionId = addSession(gateway);
    const answer = await gateway.ask(`{
      testSession(id: "${sessionId}") { name region counts { total } }
      testSessions(first: 1) { nodes { sessionId } }
    }`);
    expect(answer.errors).toEqual([]);
    expect(answer.data).toMatchObject({ testSession: { name: 'looked up', region: 'eu-west-1' } });
    expect(gateway.emulator.stats().requests).toEqual({ [listRoute]: 1 });
  });
});

describe('node and nodes', () => {
  test('find sessions by their global ids, in order, null for what is not there', async () => {
    const gateway = createTestGateway();
    const id = toGlobalId('TestSession', addSession(gateway));
    const other = toGlobalId('TestSession', unknownId);
    const answer = await gateway.ask(
      `query ($id: ID!, $ids: [ID!]!) {
        node(id: $id) { __typename id ... on TestSession { name } }
        nodes(ids: $ids) { id }
      }`,
      { variables: { id, ids: [other, id, toGlobalId('User', 'x'), id] } },
    );
    expect([answer.errors, answer.data]).toEqual([
      [],
      { node: { __typename: 'TestSession', id, name: 'looked up' }, nodes: [null, { id }, null, { id }] },
    ]);
    expect(gateway.emulator.stats().requests).toEqual({ [detailRoute]: 2 });
  });

  test('put the error of a bad id at its place', async () => {
    const gateway = createTestGateway();
    const id = toGlobalId('TestSession', addSession(gateway));
    const answer = await gateway.ask(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { id } node(id: "x") { id } }',
      {
        variables: { ids: ['x', id] },
      },
    );
    expect(answer.data).toEqual({ nodes: [null, { id }], node: null });
    expect(answer.errors).toMatchObject([
      { path: ['nodes', 0], extensions: { code: 'BAD_USER_INPUT', argument: 'ids[0]' } },
      { path: ['node'], extensions: { code: 'BAD_USER_INPUT', argument: 'id' } },
    ]);
  });
});
