/** What readers see of answers that break upstream's contract: as little lost as can be, and nothing quoted. */

import { expect, test } from 'vitest';
import { otherAccountId } from '../../emulator/accounts.ts';
import { connectionOf } from '../support/answer.ts';
import { createTestGateway, demoHeaders, testStart } from '../support/test-gateway.ts';
import { required } from './entries.ts';

const at = (secondsAgo: number) => new Date(testStart - secondsAgo * 1000).toISOString();

test('one malformed entry costs its own row', async () => {
  const gateway = createTestGateway({ emulator: { sessions: 0 } });
  gateway.emulator.addSessions([
    { name: 'first', created_at: at(1) },
    { created_at: at(2), region: { secret: 'not for readers' } },
    { name: 'third', created_at: at(3) },
  ]);
  const answer = await gateway.ask(
    '{ testSessions(first: 3) { edges { node { name } } nodes { name } pageInfo { hasNextPage } } }',
  );
  const rows = [{ name: 'first' }, null, { name: 'third' }];
  expect([answer.status, answer.data]).toEqual([
    200,
    {
      testSessions: {
        edges: rows.map((node) => ({ node })),
        nodes: rows,
        pageInfo: { hasNextPage: false },
      },
    },
  ]);
  const error = {
    message: "Checkly's answer is not what its API promises: an entry's region is missing or malformed.",
    extensions: { code: 'UPSTREAM_INVALID_RESPONSE' },
  };
  expect(answer.errors).toEqual(
    expect.arrayContaining([
      { ...error, path: ['testSessions', 'edges', 1, 'node'] },
      { ...error, path: ['testSessions', 'nodes', 1] },
    ]),
  );
  expect(answer.errors).toHaveLength(2);
});

test('a malformed entry whose node nobody asks for costs nothing, and its cursor goes on', async () => {
  const gateway = createTestGateway({ emulator: { sessions: 0 } });
  gateway.emulator.addSessions([
    { created_at: at(1), _raw: null },
    { name: 'second', created_at: at(2) },
  ]);
  const cursors = await gateway.ask('{ testSessions(first: 1) { edges { cursor } } }');
  expect(cursors.errors).toEqual([]);
  const rest = await gateway.ask(
    'query ($after: String) { testSessions(after: $after) { nodes { name } } }',
    {
      variables: { after: connectionOf(cursors).edges[0]?.cursor },
      headers: demoHeaders,
    },
  );
  expect(rest.data).toEqual({ testSessions: { nodes: [{ name: 'second' }] } });
});

test.each([
  ['a broken envelope', { data: ['not for readers'] }, 'the list has no entries'],
  ['no JSON', '<html>not for readers</html>', 'it is not JSON'],
  ['half of JSON', '{"entries": ["not for readers"', 'it is not JSON'],
  ['nothing', '', 'it is not JSON'],
])('%s costs the field, at one call', async (_case, body, problem) => {
  const gateway = createTestGateway();
  gateway.emulator.setFaults([{ status: 200, body }]);
  const answer = await gateway.ask('{ __typename testSessions { nodes { id } } }');
  expect([answer.status, answer.data, answer.errors]).toEqual([
    200,
    { __typename: 'Query', testSessions: null },
    [
      {
        message: `Checkly's answer is not what its API promises: ${problem}.`,
        path: ['testSessions'],
        extensions: { code: 'UPSTREAM_INVALID_RESPONSE' },
      },
    ],
  ]);
  expect(gateway.emulator.stats().recent).toHaveLength(1);
});

test('what may be missing and is malformed is null, and its row is served', async () => {
  const gateway = createTestGateway({ emulator: { sessions: 0 } });
  gateway.emulator.addSessions([
    { name: 'odd', created_at: at(1), branchName: 7, passed: 'all', invoker: [] },
  ]);
  const answer = await gateway.ask(
    '{ testSessions { nodes { name commit { branch } passedSequenceIds invoker { name } } } }',
  );
  expect([answer.data, answer.errors]).toEqual([
    { testSessions: { nodes: [{ name: 'odd', commit: null, passedSequenceIds: null, invoker: null }] } },
    [],
  ]);
});

test('a session of another account is not served, and leaves an error and a line in the log', async () => {
  const gateway = createTestGateway({ emulator: { sessions: 0 }, vars: { LOG_REQUESTS: '0' } });
  gateway.emulator.addSessions([
    { name: 'own', created_at: at(1) },
    { created_at: at(2), _raw: { ...required, accountId: otherAccountId, name: 'not for readers' } },
  ]);
  const answer = await gateway.ask('{ testSessions { nodes { name } } }');
  expect([answer.data, answer.errors]).toEqual([
    { testSessions: { nodes: [{ name: 'own' }, null] } },
    [
      {
        message: "Checkly's answer is not what its API promises: an entry is of another account.",
        path: ['testSessions', 'nodes', 1],
        extensions: { code: 'UPSTREAM_INVALID_RESPONSE' },
      },
    ],
  ]);
  expect(gateway.log).toEqual([
    {
      requestId: 'request-1',
      level: 'error',
      message: 'Checkly listed sessions of another account.',
      count: 1,
    },
  ]);
});

test('a malformed entry that was created outside of the range is left out', async () => {
  const gateway = createTestGateway({ emulator: { sessions: 0 } });
  const broken = (createdAt: unknown) => ({ created_at: at(10), _raw: { created_at: createdAt } });
  gateway.emulator.addSessions([broken(at(10)), broken(at(10.4)), broken(at(9.5)), broken('yesterday')]);
  const filter = `{ from: "${at(10.2)}", to: "${at(9.6)}" }`;
  const answer = await gateway.ask(`{ testSessions(filter: ${filter}) { edges { cursor } nodes { name } } }`);
  expect(answer.data).toMatchObject({ testSessions: { nodes: [null, null] } });
  expect(answer.errors.map(({ message }) => message)).toEqual([
    expect.stringContaining("an entry's id is missing"),
    expect.stringContaining("an entry's id is missing"),
  ]);
});

test('once upstream is well again, malformed entries behind a token are gone with the head', async () => {
  const gateway = createTestGateway({ emulator: { sessions: 0 }, vars: { UPSTREAM_PAGE_SIZE: '2' } });
  gateway.emulator.addSessions([1, 2, 3, 4].map((second) => ({ name: `${second}`, created_at: at(second) })));
  const nulls = { contains: 'nextId=', status: 200, body: { entries: [null, null], nextId: null } };
  gateway.emulator.setFaults([nulls]);
  const query = '{ testSessions(first: 4) { nodes { name } } }';
  expect((await gateway.ask(query)).errors).toHaveLength(2);
  gateway.emulator.setFaults([]);
  await gateway.clock.advance(60_000);
  expect((await gateway.ask(query)).errors).toEqual([]);
});

test('texts are well-formed, whatever half of a character upstream escapes', async () => {
  const gateway = createTestGateway({ emulator: { sessions: 0 } });
  gateway.emulator.addSessions([
    { name: 'half \ud83d', created_at: at(1), commitMessage: '\ude00 and a whole one: \ud83d\ude00' },
  ]);
  const answer = await gateway.ask('{ testSessions { nodes { name commit { message } } } }');
  expect(answer.data).toEqual({
    testSessions: {
      nodes: [{ name: 'half \ufffd', commit: { message: '\ufffd and a whole one: \ud83d\ude00' } }],
    },
  });
});
