/** The account and its members: what each costs, what stays out of them, and what a key may not read. */

import { describe, expect, test } from 'vitest';
import { demoAccountId, otherAccountId, otherKey, serviceKey } from '../../emulator/accounts.ts';
import { invokers } from '../../emulator/seed-vocabulary.ts';
import { createTestGateway, type TestGateway } from '../support/test-gateway.ts';

const accountRoute = 'GET /v1/accounts/me';
const membersRoute = 'GET /v1/accounts/me/members';
const listRoute = 'GET /v1/test-sessions';
const members = '{ members { nodes { id name } isAll } }';

const createWorld = (): TestGateway => createTestGateway({ emulator: { sessions: 3 } });

test('tells the account at one call, which it keeps, and said so before', async () => {
  const gateway = createWorld();
  const first = await gateway.ask('{ account { id name } }');
  expect([first.errors, first.data]).toEqual([[], { account: { id: demoAccountId, name: 'Demo Account' } }]);
  expect(first.extensions.cost).toMatchObject({ upstreamCalls: 1, requestedCalls: 1 });
  await gateway.ask('{ account { name id } }');
  expect(gateway.emulator.stats().requests).toEqual({ [accountRoute]: 1 });
});

test('tells a service key that names no account which one it reads', async () => {
  const headers = { authorization: `Bearer ${serviceKey}` };
  const { data } = await createWorld().ask('{ account { id name } }', { headers });
  expect(data).toEqual({ account: { id: demoAccountId, name: 'Demo Account' } });
});

test("each reader is told the own account's", async () => {
  const gateway = createWorld();
  await gateway.ask('{ account { name } }');
  const headers = { authorization: `Bearer ${otherKey}`, 'x-checkly-account': otherAccountId };
  const { data } = await gateway.ask('{ account { name } }', { headers });
  expect(data).toEqual({ account: { name: 'Other Account' } });
});

test('the name of the account of many sessions costs one call', async () => {
  const gateway = createWorld();
  const { data, extensions } = await gateway.ask(
    '{ testSessions(first: 3) { nodes { account { id name } } } account { name } }',
  );
  const account = { id: demoAccountId, name: 'Demo Account' };
  expect(data).toEqual({
    testSessions: { nodes: [{ account }, { account }, { account }] },
    account: { name: 'Demo Account' },
  });
  expect(extensions.cost).toMatchObject({ upstreamCalls: 2, requestedCalls: 2 });
});

test('an entity of the account has its name, and one of another account has none', async () => {
  const gateway = createWorld();
  const { errors, data } = await gateway.ask(
    `query ($all: [_Any!]!) { _entities(representations: $all) { ... on ChecklyAccount { id name } } }`,
    {
      variables: {
        all: [demoAccountId, otherAccountId].map((id) => ({ __typename: 'ChecklyAccount', id })),
      },
    },
  );
  expect([errors, data]).toEqual([
    [],
    {
      _entities: [
        { id: demoAccountId, name: 'Demo Account' },
        { id: otherAccountId, name: null },
      ],
    },
  ]);
  expect(gateway.emulator.stats().requests).toEqual({ [accountRoute]: 1 });
});

test('tells the members without who is invited, at a call for each hundred', async () => {
  const gateway = createWorld();
  const { errors, data, extensions } = await gateway.ask(members);
  expect([errors, data]).toEqual([
    [],
    { members: { nodes: invokers.map(({ id, name }) => ({ id, name })), isAll: true } },
  ]);
  expect(extensions.cost).toMatchObject({ upstreamCalls: 1, requestedCalls: 5 });
  await gateway.ask(members);
  await gateway.ask(
    `{ testSessions(first: 1, filter: {userNames: ["${invokers[0].name}"]}) { nodes { id } } }`,
  );
  expect(gateway.emulator.stats().requests).toEqual({ [membersRoute]: 1, [listRoute]: 1 });
});

test('a page that is told twice and more members than the bound: each once, and not all', async () => {
  const gateway = createWorld();
  const some = [
    { type: 'member', userId: 'one', name: 'One', email: 'one@example.com' },
    { type: 'member', userId: 'two', name: 'two@example.com', email: 'two@example.com' },
    { type: 'member', userId: 'three', name: ' ', email: 'three@example.com' },
    { type: 'invite', email: 'four@example.com' },
  ];
  gateway.emulator.setFaults([{ match: '/v1/accounts/me/members', body: { members: some, nextId: 'more' } }]);
  const answer = await gateway.ask(members);
  expect(answer.data).toEqual({
    members: {
      nodes: [
        { id: 'one', name: 'One' },
        { id: 'two', name: null },
        { id: 'three', name: null },
      ],
      isAll: false,
    },
  });
  expect(JSON.stringify([answer.data, gateway.log])).not.toContain('@example.com');
});

describe('a key that may not read', () => {
  test.each([
    [
      'the name',
      '/v1/accounts/me',
      '{ account { name } sessions: testSessions(first: 1) { nodes { status } } }',
      'account',
    ],
    [
      'the members',
      '/v1/accounts/me/members',
      '{ members { isAll } sessions: testSessions(first: 1) { nodes { status } } }',
      'members',
    ],
  ])(
    '%s is told so, and reads sessions in the same request, and from the cache after it',
    async (part, match, query, field) => {
      const gateway = createWorld();
      const sessions = { nodes: [{ status: expect.any(String) }] };
      gateway.emulator.setFaults([{ match, status: 403 }]);
      for (let time = 0; time < 2; time += 1) {
        const { errors, data } = await gateway.ask(query);
        expect([errors, data]).toEqual([
          [
            {
              message: `The credential may not read ${part} of this Checkly account.`,
              path: [field],
              extensions: { code: 'FORBIDDEN' },
            },
          ],
          { [field]: null, sessions },
        ]);
      }
      expect(gateway.emulator.stats().requests[listRoute]).toBe(1);
      expect(gateway.log.map(({ level, route, kind }) => ({ level, route, kind }))).toContainEqual({
        level: 'info',
        route: match,
        kind: 'forbidden',
      });
    },
  );

  test('the name of a session’s account loses that name alone', async () => {
    const gateway = createWorld();
    gateway.emulator.setFaults([{ match: '/v1/accounts/me', status: 403 }]);
    const { errors, data } = await gateway.ask(
      '{ testSessions(first: 1) { nodes { account { id name } } } }',
    );
    expect([errors.map(({ path }) => path), data]).toEqual([
      [['testSessions', 'nodes', 0, 'account', 'name']],
      { testSessions: { nodes: [{ account: { id: demoAccountId, name: null } }] } },
    ]);
  });
});

test.each([
  ['another account', { id: otherAccountId, name: 'Other Account' }],
  ['none', {}],
])('an answer of %s is not taken', async (_what, body) => {
  const gateway = createWorld();
  gateway.emulator.setFaults([{ match: '/v1/accounts/me', body }]);
  const { errors, data } = await gateway.ask('{ account { id name } }');
  expect([errors, data]).toEqual([
    [
      {
        message:
          "Checkly's answer is not what its API promises: the account is not the one that was asked for.",
        path: ['account'],
        extensions: { code: 'UPSTREAM_INVALID_RESPONSE' },
      },
    ],
    { account: null },
  ]);
});

test('nobody is told anything without a credential', async () => {
  const gateway = createWorld();
  const { errors } = await gateway.ask('{ account { id } members { isAll } }', { headers: {} });
  expect(errors.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED']);
  expect(gateway.upstreamCalls()).toBe(0);
});
