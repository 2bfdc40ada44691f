/** Sessions by the names of an account's members, whose ids Checkly filters by. */

import { expect, test } from 'vitest';
import { invokers } from '../../emulator/seed-vocabulary.ts';
import { connectionOf } from '../support/answer.ts';
import { createTestGateway, type TestGateway } from '../support/test-gateway.ts';

const membersRoute = 'GET /v1/accounts/me/members';
const listRoute = 'GET /v1/test-sessions';
const [anna, bo] = invokers;
const query = `query ($filter: TestSessionFilter, $after: String) {
  testSessions(first: 2, filter: $filter, after: $after) { edges { cursor node { name } } } }`;

function createWorld(): TestGateway {
  const gateway = createTestGateway({ vars: { SHARED_CACHE: 'none' }, emulator: { sessions: 0 } });
  gateway.emulator.addSessions([
    { name: 'by Anna', _invokerId: anna.id },
    { name: 'by Bo', _invokerId: bo.id },
    { name: 'by ada', commitOwner: 'ada' },
    { name: 'by nobody' },
  ]);
  return gateway;
}

const ask = (gateway: TestGateway, filter: object, after: string | null = null) =>
  gateway.ask(query, { variables: { filter, after } });

async function namesOf(gateway: TestGateway, filter: object): Promise<unknown[]> {
  const answer = await ask(gateway, filter);
  expect(answer.errors).toEqual([]);
  return connectionOf(answer)
    .edges.map(({ node }) => node?.name)
    .sort();
}

test('finds their sessions, beside those of users who are named otherwise, at one call more', async () => {
  const gateway = createWorld();
  expect(await namesOf(gateway, { userNames: [anna.name] })).toEqual(['by Anna']);
  expect(await namesOf(gateway, { userNames: [bo.name], users: ['ada'] })).toEqual(['by Bo', 'by ada']);
  expect(gateway.emulator.stats().requests).toEqual({ [membersRoute]: 1, [listRoute]: 2 });
});

test('tells before what it may cost', async () => {
  const { extensions } = await ask(createWorld(), { userNames: [anna.name] });
  expect(extensions.cost).toMatchObject({ upstreamCalls: 2, requestedCalls: 6 });
});

test('goes on behind a cursor', async () => {
  const gateway = createWorld();
  const filter = { userNames: [anna.name, bo.name] };
  const [first] = connectionOf(await ask(gateway, filter)).edges;
  const { errors, data } = await ask(gateway, filter, first?.cursor);
  expect([errors, data]).toEqual([
    [],
    {
      testSessions: { edges: [{ cursor: expect.any(String), node: { name: expect.stringMatching(/^by/) } }] },
    },
  ]);
});

test('restricts nothing when it is empty, and asks for no members then', async () => {
  const gateway = createWorld();
  expect(await namesOf(gateway, { userNames: [] })).toHaveLength(2);
  expect(gateway.emulator.stats().requests).toEqual({ [listRoute]: 1 });
});

test('a name that no member has is an error; who joined since the members were read is found', async () => {
  const gateway = createWorld();
  await ask(gateway, { userNames: [anna.name] });
  await gateway.clock.advance(30_000);
  const { errors } = await ask(gateway, { userNames: [anna.name, 'Zed'] });
  expect(errors).toEqual([
    {
      message: 'filter.userNames[1]: is the name of no member of the account',
      path: ['testSessions'],
      extensions: {
        code: 'BAD_USER_INPUT',
        argument: 'filter.userNames[1]',
        reason: 'is the name of no member of the account',
      },
    },
  ]);
  expect(gateway.emulator.stats().requests).toEqual({ [membersRoute]: 2, [listRoute]: 1 });
});

test.each([
  [[' '], 'must not be blank'],
  [Array.from({ length: 51 }, (_, i) => `name ${i}`), 'takes at most 50 values'],
])('%j is refused at no call', async (userNames, reason) => {
  const gateway = createWorld();
  const { errors } = await ask(gateway, { userNames });
  expect(errors.map(({ extensions }) => extensions)).toEqual([
    { code: 'BAD_USER_INPUT', argument: 'filter.userNames', reason },
  ]);
  expect(gateway.upstreamCalls()).toBe(0);
});

test('no address of a member is answered or logged', async () => {
  const gateway = createWorld();
  const answer = await ask(gateway, { userNames: [anna.name] });
  expect(JSON.stringify([answer.data, gateway.log])).not.toContain('@example.com');
});

test.each([
  ['no list', {}, 'the members are not a list'],
  [
    'more than were asked for',
    { members: Array(101).fill({}) },
    'a page has more members than were asked for',
  ],
])('members that are %s fail the list', async (_what, body, problem) => {
  const gateway = createWorld();
  gateway.emulator.setFaults([{ match: '/v1/accounts/me/members', body }]);
  const { errors } = await ask(gateway, { userNames: [anna.name] });
  expect(errors).toEqual([
    {
      message: `Checkly's answer is not what its API promises: ${problem}.`,
      path: ['testSessions'],
      extensions: { code: 'UPSTREAM_INVALID_RESPONSE' },
    },
  ]);
});

test('pages of members that do not end are read to a bound, and the error says so', async () => {
  const gateway = createWorld();
  const members = [{ type: 'member', userId: anna.id, name: 'Same', email: 'x@example.com' }];
  gateway.emulator.setFaults([{ match: '/v1/accounts/me/members', body: { members, nextId: 'again' } }]);
  const { errors } = await ask(gateway, { userNames: ['Zed'] });
  expect(errors.map(({ extensions }) => extensions)).toEqual([
    {
      code: 'BAD_USER_INPUT',
      argument: 'filter.userNames[0]',
      reason: "is the name of none of the account's first 500 members: give an id in filter.users",
    },
  ]);
  expect(gateway.emulator.stats().requests).toEqual({ [membersRoute]: 2 });
});

test('a name of several members is an error, at no call for sessions', async () => {
  const gateway = createWorld();
  const members = [anna, bo].map(({ id }) => ({ type: 'member', userId: id, name: 'Same' }));
  gateway.emulator.setFaults([{ match: '/v1/accounts/me/members', body: { members, nextId: null } }]);
  const { errors } = await ask(gateway, { userNames: ['Same'] });
  expect(errors.map(({ extensions }) => extensions)).toEqual([
    {
      code: 'BAD_USER_INPUT',
      argument: 'filter.userNames[0]',
      reason: 'is the name of several members: give the id of one in filter.users',
    },
  ]);
  expect(gateway.emulator.stats().requests).not.toHaveProperty(listRoute);
});

test('a key that may not read members hears so, and reads sessions on', async () => {
  const gateway = createWorld();
  gateway.emulator.setFaults([{ match: '/v1/accounts/me/members', status: 403 }]);
  const { errors } = await ask(gateway, { userNames: [anna.name] });
  expect(errors).toEqual([
    {
      message: 'The credential may not read the members of this Checkly account.',
      path: ['testSessions'],
      extensions: { code: 'FORBIDDEN' },
    },
  ]);
  expect(await namesOf(gateway, { users: [anna.id] })).toEqual(['by Anna']);
});
