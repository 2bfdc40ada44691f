/** What readers see of answers that break upstream's contract: as little lost as can be, and nothing quoted. */

import { expect, test } from 'vitest';
import { connectionOf } from '../support/answer.ts';
import { createTestGateway, demoHeaders, testStart } from '../support/test-gateway.ts';

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
