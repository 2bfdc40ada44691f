/** `_entities` as routers call it: what many representations cost, and that one never spoils another. */

import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { toGlobalId } from '../../src/schema/global-id.ts';
import { createTestGateway, type TestGateway, testStart } from '../support/test-gateway.ts';

const listRoute = 'GET /v1/test-sessions';
const detailRoute = 'GET /v1/test-sessions/{id}';
const unlimited = { SUBREQUEST_BUDGET: '1000', SHARED_CACHE: 'none' };

function entitiesQuery(fields: string): string {
  return `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on TestSession { ${fields} } } }`;
}

/** `count` sessions of a minute each, newest first. */
function createWorld(
  count: number,
  vars: Record<string, string> = unlimited,
): { gateway: TestGateway; ids: string[] } {
  const gateway = createTestGateway({ vars, emulator: { sessions: 0, requestsPerMinute: null } });
  const times = Array.from({ length: count }, (_, i) => new Date(testStart - (i + 1) * 60_000).toISOString());
  const ids = gateway.emulator.addSessions(
    times.map((created_at, i) => ({ created_at, name: `session ${i}` })),
  );
  return { gateway, ids };
}

function toRepresentations(ids: readonly string[]) {
  return ids.map((sessionId, i) =>
    i % 2 === 0
      ? { __typename: 'TestSession', sessionId }
      : { __typename: 'TestSession', id: toGlobalId('TestSession', sessionId) },
  );
}

function unknownIds(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `aaaaaaaa-0000-4000-8000-${String(i).padStart(12, '0')}`);
}

/** How many upstream calls are open at once, at most. */
function watchFlights(gateway: TestGateway): { highest(): number } {
  const { emulator } = gateway;
  const original = emulator.fetch;
  let open = 0;
  let highest = 0;
  emulator.fetch = async (request) => {
    open += 1;
    highest = Math.max(highest, open);
    await new Promise((resolve) => setTimeout(resolve, 1));
    try {
      return await original(request);
    } finally {
      open -= 1;
    }
  };
  return { highest: () => highest };
}

describe('a hundred representations', () => {
  test('of sessions that the same request lists cost nothing more', async () => {
    const { gateway, ids } = createWorld(100);
    const answer = await gateway.ask(
      `query ($representations: [_Any!]!) {
        testSessions(first: 100) { nodes { id } }
        _entities(representations: $representations) { ... on TestSession { name region createdAt account { id } } }
      }`,
      { variables: { representations: toRepresentations(ids) } },
    );
    expect(answer.errors).toEqual([]);
    expect(answer.data?._entities).toHaveLength(100);
    expect(gateway.emulator.stats().requests).toEqual({ [listRoute]: 1 });
  });

  test('say how long a router may keep the answer', async () => {
    const { gateway, ids } = createWorld(100);
    const answer = await gateway.ask(entitiesQuery('name'), {
      variables: { representations: toRepresentations(ids) },
    });
    expect(answer.headers.get('cache-control')).toMatch(/^private, max-age=\d+/);
  });

  test('of unknown sessions cost a call for each distinct id, six at a time', async () => {
    const { gateway } = createWorld(0);
    const flights = watchFlights(gateway);
    const ids = unknownIds(50);
    const answer = await gateway.ask(entitiesQuery('name region'), {
      variables: { representations: toRepresentations([...ids, ...ids]) },
    });
    expect([answer.data, answer.errors]).toEqual([
      { _entities: Array.from({ length: 100 }, () => null) },
      [],
    ]);
    expect(gateway.emulator.stats().requests).toEqual({ [detailRoute]: 50 });
    expect(flights.highest()).toBe(6);
  });

  test('of sessions not seen before cost their details, and windows of the list only when a field needs them', async () => {
    const { gateway, ids } = createWorld(100);
    const variables = { representations: toRepresentations(ids) };
    const plain = await gateway.ask(entitiesQuery('name status commit { sha } environment'), { variables });
    expect(plain.errors).toEqual([]);
    expect(gateway.emulator.stats().requests).toEqual({ [detailRoute]: 100 });

    const { gateway: fresh } = createWorld(100);
    const whole = await fresh.ask(entitiesQuery('name region createdAt counts { total } account { id }'), {
      variables,
    });
    expect(whole.errors).toEqual([]);
    expect(fresh.emulator.stats().requests[detailRoute]).toBe(100);
    // A hundred minutes in steps of five, and those at a step's edge look into both.
    expect(fresh.emulator.stats().requests[listRoute]).toBeLessThanOrEqual(41);
  });

  test.each([
    ['none', 45],
    ['cache-api', 30],
  ])(
    'beyond what one request may call fail at their own places: with the shared cache %s',
    async (tier, count) => {
      const { gateway, ids } = createWorld(60, { SHARED_CACHE: tier });
      const answer = await gateway.ask(entitiesQuery('name'), {
        variables: { representations: toRepresentations(ids) },
      });
      const entities = v.parse(v.array(v.unknown()), answer.data?._entities);
      expect(entities.filter((entity) => entity !== null)).toHaveLength(count);
      expect(answer.errors).toHaveLength(60 - count);
      expect(answer.errors[0]?.path).toEqual(['_entities', entities.indexOf(null)]);
    },
  );
});

describe('one representation', () => {
  test.each([
    ['another type', { __typename: 'User', id: 'x' }, 'representations[1]'],
    ['no key', { __typename: 'TestSession', name: 'x' }, 'representations[1]'],
    ['a key of another kind', { __typename: 'TestSession', id: 7 }, 'representations[1]'],
    ['a malformed raw id', { __typename: 'TestSession', sessionId: '../x' }, 'representations[1].sessionId'],
    ['a malformed global id', { __typename: 'TestSession', id: '%%' }, 'representations[1].id'],
  ])('with %s is null, with an error at its place', async (_what, bad, argument) => {
    const { gateway, ids } = createWorld(2);
    const [first = {}, second = {}] = toRepresentations(ids);
    const answer = await gateway.ask(entitiesQuery('name'), {
      variables: { representations: [first, bad, second] },
    });
    expect(answer.data).toEqual({ _entities: [{ name: 'session 0' }, null, { name: 'session 1' }] });
    expect(answer.errors).toMatchObject([
      { path: ['_entities', 1], extensions: { code: 'BAD_USER_INPUT', argument } },
    ]);
  });

  test('that fails upstream leaves its siblings alone', async () => {
    const { gateway, ids } = createWorld(3);
    gateway.emulator.setFaults([{ match: `/v1/test-sessions/${ids[1]}`, status: 500 }]);
    const answer = await gateway.ask(entitiesQuery('sessionId region'), {
      variables: { representations: toRepresentations(ids) },
    });
    expect(answer.data).toEqual({
      _entities: [
        { sessionId: ids[0], region: 'eu-west-1' },
        null,
        { sessionId: ids[2], region: 'eu-west-1' },
      ],
    });
    expect(answer.errors).toMatchObject([
      { path: ['_entities', 1], extensions: { code: 'UPSTREAM_UNAVAILABLE', upstreamStatus: 500 } },
    ]);
  });

  test('whose window of the list fails keeps what its detail tells', async () => {
    const { gateway, ids } = createWorld(1);
    gateway.emulator.setFaults([{ match: '/v1/test-sessions?', status: 500 }]);
    const answer = await gateway.ask(entitiesQuery('name region'), {
      variables: { representations: toRepresentations(ids) },
    });
    expect(answer.data).toEqual({ _entities: [{ name: 'session 0', region: null }] });
    expect(answer.errors).toMatchObject([{ path: ['_entities', 0, 'region'] }]);
  });

  test('without __typename is refused before anything runs', async () => {
    const { gateway } = createWorld(0);
    const answer = await gateway.ask(entitiesQuery('name'), {
      variables: { representations: [{ id: 'x' }] },
    });
    expect([answer.data, answer.errors[0]?.extensions.code]).toEqual([null, 'BAD_USER_INPUT']);
  });
});

test('_entities needs a credential, as everything that reads', async () => {
  const { gateway } = createWorld(0);
  const answer = await gateway.ask(entitiesQuery('name'), {
    headers: {},
    variables: { representations: toRepresentations(unknownIds(2)) },
  });
  expect([answer.status, answer.data, answer.errors.map(({ extensions }) => extensions.code)]).toEqual([
    401,
    null,
    ['UNAUTHENTICATED'],
  ]);
});
