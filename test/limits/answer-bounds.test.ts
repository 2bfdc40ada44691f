/** What an answer holds once it is executed: its lists at their real length, its errors, its characters. */

import { describe, expect, test } from 'vitest';
import { createTestGateway, demoHeaders, type TestGateway, toRequest } from '../support/test-gateway.ts';

function aliases(count: number, field: string): string {
  return Array.from({ length: count }, (_, i) => `a${i}: ${field}`).join(' ');
}

function unknownIds(count: number): string[] {
  return Array.from({ length: count }, (_, i) =>
    btoa(`TestSession:aaaaaaaa-0000-4000-8000-${String(i).padStart(12, '0')}`),
  );
}

const nodesQuery = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';

function createGatewayWith(session: Readonly<Record<string, unknown>>): TestGateway {
  const gateway = createTestGateway({ emulator: { sessions: 0 } });
  gateway.emulator.addSessions([session]);
  return gateway;
}

describe('a list that is longer than assumed', () => {
  const passed = Array.from({ length: 2_200 }, (_, i) => `sequence-${i}`);

  test('counts at its real length in what the answer weighs', async () => {
    const answer = await createGatewayWith({ passed }).ask(
      '{ testSessions(first: 1) { nodes { passedSequenceIds name } } }',
    );
    expect([answer.errors, answer.extensions.cost]).toEqual([
      [],
      {
        upstreamCalls: 1,
        savedCalls: 0,
        requestedCalls: 1,
        weight: { requested: 15, actual: 2_205, limit: 500_000 },
      },
    ]);
  });

  test('fails where the answer would grow too large', async () => {
    const answer = await createGatewayWith({ passed }).ask(
      `{ testSessions(first: 1) { nodes { ${aliases(300, 'passedSequenceIds')} } } }`,
    );
    const message =
      'request: the answer would have more than the 500000 fields and list items that one may have; ask for fewer rows, fields or aliases';
    expect(answer.errors).toHaveLength(300 - 227);
    expect(answer.errors[0]).toMatchObject({
      message,
      path: ['testSessions', 'nodes', 0, 'a227'],
      extensions: { code: 'BAD_USER_INPUT', argument: 'request' },
    });
  });
});

describe('errors', () => {
  test.each([
    ['nodes', nodesQuery, Array(500).fill('malformed')],
    [
      '_entities',
      'query ($ids: [_Any!]!) { _entities(representations: $ids) { __typename } }',
      Array(500).fill({ __typename: 'TestSession', sessionId: 'malformed' }),
    ],
  ])(
    'of 500 malformed ids of %s are a hundred, and one that counts the others',
    async (_field, query, ids) => {
      const gateway = createTestGateway();
      await gateway.ask('{ __typename }');
      const response = await gateway.fetch(toRequest(query, { variables: { ids } }));
      const text = await response.text();
      expect(text.length).toBeLessThan(50_000);
      const { errors } = JSON.parse(text);
      expect([errors.length, errors[100]]).toEqual([
        101,
        {
          message: '400 more errors are left out.',
          extensions: { code: 'BAD_USER_INPUT', leftOut: 400, requestId: 'request-2' },
        },
      ]);
      expect(gateway.upstreamCalls()).toBe(0);
    },
  );

  test('a hundred are told as they are', async () => {
    const answer = await createTestGateway().ask(nodesQuery, { variables: { ids: Array(100).fill('x') } });
    expect([answer.errors.length, answer.errors[99]?.message]).toEqual([
      100,
      'ids[99]: must be a global id, as the field `id` gives it',
    ]);
  });

  test('of a lazy field are as few, under however many aliases', async () => {
    const errorGroupIds = Array.from({ length: 50 }, (_, i) => `group-${i}`);
    const gateway = createGatewayWith({ errorGroupIds });
    gateway.emulator.setFaults([{ match: 'error-groups', status: 403 }]);
    const answer = await gateway.ask(
      `{ testSessions(first: 1) { nodes { errorGroups { ${aliases(300, 'message')} } } } }`,
    );
    expect(answer.errors).toHaveLength(101);
    expect(answer.errors[100]?.message).toBe('14900 more errors are left out.');
  });
});

test('a text that aliases repeat beyond what an answer may have is refused', async () => {
  const gateway = createGatewayWith({ commitMessage: 'long '.repeat(20_000) });
  const answer = await gateway.ask(
    `{ testSessions(first: 1) { nodes { commit { ${aliases(300, 'message')} } } } }`,
  );
  expect([answer.data, answer.errors]).toMatchObject([
    null,
    [
      {
        message:
          'request: the answer would have more than the 16777216 characters that one may have; ask for fewer rows, fields or aliases',
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ],
  ]);
  const once = await gateway.ask('{ testSessions(first: 1) { nodes { commit { message } } } }');
  expect(once.errors).toEqual([]);
});

describe('upstream', () => {
  const filters = Array.from(
    { length: 95 },
    (_, i) => `a${i}: testSessions(filter: { search: "abc${i}" }) { nodes { id } }`,
  ).join(' ');

  test('is asked once for 95 aliased filters with a wrong key', async () => {
    const gateway = createTestGateway();
    const headers = { ...demoHeaders, authorization: 'Bearer cu_wrong' };
    const answer = await gateway.ask(`{ ${filters} }`, { headers });
    expect([answer.status, answer.errors.length, answer.errors[0]?.extensions.code]).toEqual([
      401,
      95,
      'UNAUTHENTICATED',
    ]);
    expect(gateway.upstreamCalls()).toBe(1);
  });

  test('is asked once where the object cannot be reached, too', async () => {
    const gateway = createTestGateway({ accounts: null });
    const headers = { ...demoHeaders, authorization: 'Bearer cu_wrong' };
    await gateway.ask(`{ ${filters} }`, { headers });
    expect(gateway.upstreamCalls()).toBe(1);
  });

  test("is not charged for the calls that a request's own budget refuses", async () => {
    const gateway = createTestGateway({
      vars: { UPSTREAM_CALLS_PER_MINUTE: '100', SHARED_CACHE: 'none' },
      emulator: { requestsPerMinute: null },
    });
    const answer = await gateway.ask(nodesQuery, { variables: { ids: unknownIds(500) } });
    expect([answer.errors.length, answer.errors[0]?.extensions.argument]).toEqual([101, 'request']);
    expect(gateway.upstreamCalls()).toBe(45);
    const next = await gateway.ask(nodesQuery, { variables: { ids: unknownIds(495).slice(450) } });
    expect([next.errors, gateway.upstreamCalls()]).toEqual([[], 90]);
  });
});
