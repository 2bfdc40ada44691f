/** `testSessionErrorGroups`: what it asks of Checkly, and what it answers. */

import { expect, test } from 'vitest';
import { connectionOf } from '../support/answer.ts';
import type { TestGateway } from '../support/test-gateway.ts';
import { createWorld, group } from './world.ts';

const route = '/v1/test-session-error-groups';

function wireGroup(digit: number) {
  return {
    id: group(digit),
    projectId: null,
    environments: [],
    errorHash: `hash-${digit}`,
    rawErrorMessage: null,
    cleanedErrorMessage: `Error ${digit}`,
    firstSeen: '2026-11-01T00:00:00.000Z',
    lastSeen: '2026-11-24T11:00:00.000Z',
    archivedUntilNextEvent: false,
    pwtMetadata: null,
  };
}

const query = `query ($first: Int, $after: String, $projectId: ID) {
  testSessionErrorGroups(first: $first, after: $after, filter: { projectId: $projectId }) {
    edges { cursor node { id message hash lastSeen } }
    nodes { id }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;

async function ask(gateway: TestGateway, variables: Record<string, unknown>) {
  const answer = await gateway.ask(query, { variables });
  const connection = answer.data?.testSessionErrorGroups ?? null;
  const edges = connection === null ? [] : connectionOf(answer, 'testSessionErrorGroups').edges;
  return { errors: answer.errors, connection, cursors: edges.map(({ cursor }) => cursor) };
}

const node = (digit: number) => ({
  id: group(digit),
  message: `Error ${digit}`,
  hash: `hash-${digit}`,
  lastSeen: '2026-11-24T11:00:00.000Z',
});

test('lists the groups whole: none is read again by id', async () => {
  const { gateway } = createWorld([]);
  gateway.emulator.setFaults([{ match: `${route}?`, body: [wireGroup(1), wireGroup(2), wireGroup(3)] }]);
  const { errors, connection, cursors } = await ask(gateway, { first: 2 });
  expect(errors).toEqual([]);
  expect(connection).toEqual({
    edges: [
      { cursor: cursors[0], node: node(1) },
      { cursor: cursors[1], node: node(2) },
    ],
    nodes: [{ id: group(1) }, { id: group(2) }],
    pageInfo: {
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: cursors[0],
      endCursor: cursors[1],
    },
  });
  expect(gateway.emulator.stats().recent).toEqual([`${route}?limit=100&page=1`]);

  const next = await ask(gateway, { first: 2, after: cursors[1] });
  expect(next.connection).toMatchObject({
    edges: [{ node: node(3) }],
    pageInfo: { hasNextPage: false, hasPreviousPage: true },
  });
});

test('of a project come from its own route, in one page', async () => {
  const { gateway } = createWorld([]);
  gateway.emulator.setFaults([{ match: `${route}/projects/`, body: [wireGroup(1)] }]);
  const { connection } = await ask(gateway, { projectId: group(7).toUpperCase() });
  expect(connection).toMatchObject({ nodes: [{ id: group(1) }], pageInfo: { hasNextPage: false } });
  expect(gateway.emulator.stats().recent).toEqual([`${route}/projects/${group(7)}`]);
});

test('there are none of a project that does not exist', async () => {
  const { gateway } = createWorld([]);
  gateway.emulator.setFaults([{ match: `${route}/projects/`, status: 404 }]);
  expect(await ask(gateway, { projectId: group(7) })).toMatchObject({
    errors: [],
    connection: { edges: [] },
  });
});

test('a malformed group costs its own row', async () => {
  const { gateway } = createWorld([]);
  const body = [wireGroup(1), { ...wireGroup(2), errorHash: 7 }, wireGroup(3)];
  gateway.emulator.setFaults([{ match: route, body }]);
  const { errors, connection } = await ask(gateway, {});
  expect(connection).toMatchObject({
    edges: [{ node: node(1) }, { node: null }, { node: node(3) }],
    nodes: [{ id: group(1) }, null, { id: group(3) }],
  });
  expect(errors.map(({ extensions }) => extensions?.code)).toEqual([
    'UPSTREAM_INVALID_RESPONSE',
    'UPSTREAM_INVALID_RESPONSE',
  ]);
});

test.each([
  ['no list', { groups: [] }],
  ['a longer list than was asked for', Array.from({ length: 101 }, () => wireGroup(1))],
])('%s is an invalid answer', async (_what, body) => {
  const { gateway } = createWorld([]);
  gateway.emulator.setFaults([{ match: route, body }]);
  const { errors, connection } = await ask(gateway, {});
  expect(connection).toBeNull();
  expect(errors[0]?.extensions?.code).toBe('UPSTREAM_INVALID_RESPONSE');
});

test.each<[string, Record<string, unknown>, string]>([
  ['a project that is no UUID', { projectId: '..' }, 'filter.projectId'],
  ['too many', { first: 501 }, 'first'],
  ['less than none', { first: -1 }, 'first'],
  ['an empty cursor', { after: '' }, 'after'],
  ['a garbled cursor', { after: 'AgAA' }, 'after'],
])('%s is refused by name, without a call', async (_what, variables, argument) => {
  const { gateway } = createWorld([]);
  const { errors, connection } = await ask(gateway, variables);
  expect(connection).toBeNull();
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }]);
  expect(gateway.upstreamCalls()).toBe(0);
});

test('a cursor of sessions is refused, and so is one of another project', async () => {
  const { gateway } = createWorld([{ name: 'one' }]);
  gateway.emulator.setFaults([{ match: route, body: [wireGroup(1)] }]);
  const sessions = connectionOf(await gateway.ask('{ testSessions { pageInfo { endCursor } } }'));
  const { cursors } = await ask(gateway, {});
  const refusal = [{ extensions: { argument: 'after' } }];
  expect((await ask(gateway, { after: sessions.pageInfo.endCursor })).errors).toMatchObject(refusal);
  expect((await ask(gateway, { after: cursors[0], projectId: group(7) })).errors).toMatchObject(refusal);
});
