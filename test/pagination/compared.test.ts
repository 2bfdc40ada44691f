/** What Checkly cannot filter by: what a list costs then, how far it looks, and where it goes on. */

import { describe, expect, test } from 'vitest';
import { createTestGateway, type TestGateway, testStart } from '../support/test-gateway.ts';

const vars = { SHARED_CACHE: 'none' };
const sha = '0123456789abcdef0123456789abcdef01234567';
const at = (index: number) => new Date(testStart - 60_000 - index * 1_000).toISOString();

/** Of `count` sessions, a second apart, those in `named` by their index are called so. */
function createWorld(
  count: number,
  named: Readonly<Record<number, object>> = {},
  emulator = {},
): TestGateway {
  const gateway = createTestGateway({ vars, emulator: { sessions: 0, ...emulator } });
  gateway.emulator.addSessions(
    Array.from({ length: count }, (_, i) => ({ name: 'other', created_at: at(i), ...named[i] })),
  );
  return gateway;
}

const ask = (gateway: TestGateway, filter: object, page: object = {}) =>
  gateway.ask(
    `query ($filter: TestSessionFilter, $first: Int, $after: String) {
      testSessions(filter: $filter, first: $first, after: $after) {
        nodes { name createdAt } pageInfo { hasNextPage endCursor }
        searched { sessions unreadable complete oldest } } }`,
    { variables: { filter, first: 2, ...page } },
  );

describe('a list that is compared', () => {
  test('stops at its bound with an empty page, and goes on behind it', async () => {
    const gateway = createWorld(1_250, { 1020: { name: 'wanted' } });
    const first = await ask(gateway, { names: ['wanted'] });
    expect(first.errors).toEqual([]);
    expect(first.data).toEqual({
      testSessions: {
        nodes: [],
        pageInfo: { hasNextPage: true, endCursor: expect.any(String) },
        searched: { sessions: 1_000, unreadable: 0, complete: false, oldest: at(999) },
      },
    });
    expect(first.extensions.cost).toMatchObject({ upstreamCalls: 10, requestedCalls: 10 });
    const { endCursor } = Object(Object(first.data?.testSessions).pageInfo);
    const second = await ask(gateway, { names: ['wanted'] }, { after: endCursor });
    expect(second.data).toEqual({
      testSessions: {
        nodes: [{ name: 'wanted', createdAt: at(1_020) }],
        pageInfo: { hasNextPage: false, endCursor: expect.any(String) },
        searched: { sessions: 250, unreadable: 0, complete: true, oldest: at(1_249) },
      },
    });
    expect(second.extensions.cost).toMatchObject({ upstreamCalls: 3, requestedCalls: 10 });
  });

  test('shares its pages with every other list: compared otherwise, it costs no call', async () => {
    const gateway = createWorld(250);
    await gateway.ask('{ testSessions(first: 250) { nodes { name } } }');
    const answer = await ask(gateway, { environments: ['staging'], durationMs: { max: 5 } });
    expect(answer.extensions.cost).toMatchObject({ upstreamCalls: 0, savedCalls: 3 });
  });

  test('costs its head when it is polled', async () => {
    const gateway = createWorld(950);
    await ask(gateway, { names: ['wanted'] });
    await gateway.clock.advance(60_000);
    await gateway.settle();
    const again = await ask(gateway, { names: ['wanted'] });
    expect(again.extensions.cost).toMatchObject({ upstreamCalls: 1, savedCalls: 9 });
  });

  test('reads no further than it has to, unless it is asked what comes next', async () => {
    const gateway = createWorld(950, {
      1: { name: 'wanted' },
      3: { name: 'wanted' },
      720: { name: 'wanted' },
    });
    const filter = '{ names: ["wanted"] }';
    await gateway.ask(`{ testSessions(first: 2, filter: ${filter}) { nodes { name } } }`);
    expect(gateway.upstreamCalls()).toBe(1);
    const answer = await gateway.ask(
      `{ testSessions(first: 2, filter: ${filter}) { pageInfo { hasNextPage } searched { sessions complete } } }`,
    );
    expect([answer.data, gateway.upstreamCalls()]).toEqual([
      { testSessions: { pageInfo: { hasNextPage: true }, searched: { sessions: 100, complete: true } } },
      8,
    ]);
  });

  test('is left alone by a filter that Checkly has', async () => {
    const answer = await ask(createWorld(3), { statuses: ['PASSED'], names: [], durationMs: {} });
    expect(answer.data?.testSessions).toMatchObject({ searched: null });
    expect(answer.extensions.cost).toMatchObject({ requestedCalls: 1 });
  });

  test('leaves out what it cannot compare, and counts it', async () => {
    const gateway = createWorld(3, { 0: { name: 'wanted' }, 1: { startedAt: 7 } });
    const answer = await ask(gateway, { names: ['wanted'] });
    expect([answer.errors, answer.data?.testSessions]).toEqual([
      [],
      {
        nodes: [{ name: 'wanted', createdAt: at(0) }],
        pageInfo: { hasNextPage: false, endCursor: expect.any(String) },
        searched: { sessions: 2, unreadable: 1, complete: true, oldest: at(2) },
      },
    ]);
  });
});

describe('by commit', () => {
  const wanted = {
    880: { name: 'wanted', commitId: sha },
    940: { name: 'wanted', commitId: sha.slice(0, 7) },
  };
  const nodes = [
    { name: 'wanted', createdAt: at(880) },
    { name: 'wanted', createdAt: at(940) },
  ];

  test.each([
    ['the whole id', [sha]],
    ['its beginning, in capitals', [sha.slice(0, 9).toUpperCase()]],
    ['two beginnings of it', [sha.slice(0, 7), sha]],
  ])("costs one call where Checkly's text search knows commits: %s", async (_which, commits) => {
    const gateway = createWorld(950, wanted);
    const { data, errors, extensions } = await ask(gateway, { commits });
    expect([errors, data?.testSessions]).toEqual([
      [],
      {
        nodes,
        pageInfo: { hasNextPage: false, endCursor: expect.any(String) },
        searched: { sessions: 2, unreadable: 0, complete: true, oldest: at(940) },
      },
    ]);
    expect(extensions.cost).toMatchObject({ upstreamCalls: 1 });
  });

  test('looks through the newest pages where it does not, the search counted in', async () => {
    const gateway = createWorld(950, wanted, { searchesCommits: false });
    const { data, extensions } = await ask(gateway, { commits: [sha] });
    expect(data?.testSessions).toMatchObject({
      nodes: [{ name: 'wanted' }],
      searched: { sessions: 900, complete: false },
    });
    expect(extensions.cost).toMatchObject({ upstreamCalls: 10 });
  });

  test('takes no message for a commit that only tells of it', async () => {
    const gateway = createWorld(3, { 1: { name: 'wanted', commitMessage: `Reverts ${sha}.` } });
    const { data } = await ask(gateway, { commits: [sha] });
    expect(data?.testSessions).toMatchObject({ nodes: [], searched: { sessions: 3, complete: true } });
  });

  test('goes on in the text search behind a cursor of it', async () => {
    const many = Object.fromEntries(Array.from({ length: 150 }, (_, i) => [i * 5, { commitId: sha }]));
    const gateway = createWorld(950, many);
    const first = await ask(gateway, { commits: [sha] }, { first: 120 });
    const { endCursor } = Object(Object(first.data?.testSessions).pageInfo);
    const second = await ask(gateway, { commits: [sha] }, { first: 120, after: endCursor });
    expect(second.data?.testSessions).toMatchObject({
      pageInfo: { hasNextPage: false },
      searched: { complete: true },
    });
    expect(Object(second.data?.testSessions).nodes).toHaveLength(30);
    expect(gateway.upstreamCalls()).toBe(2);
  });
});

describe('what it may cost is known before', () => {
  const lists = (count: number, filter: string) =>
    Array.from(
      { length: count },
      (_, i) => `a${i}: testSessions(first: 1, filter: ${filter}) { nodes { name } }`,
    ).join(' ');

  test.each([
    ['written out', lists(51, '{ names: ["x"] }'), {}],
    [
      'in a variable',
      `query ($f: TestSessionFilter) { ${lists(51, '$f')} }`,
      { f: { durationMs: { min: 1 } } },
    ],
    ['with a variable in it', `query ($c: [String!]) { ${lists(51, '{ commits: $c }')} }`, { c: [sha] }],
  ])('and too much is refused: %s', async (_way, query, variables) => {
    const gateway = createWorld(0);
    const document = query.startsWith('query') ? query : `{ ${query} }`;
    const { errors } = await gateway.ask(document, { variables });
    expect(errors.map(({ message }) => message)).toEqual([
      'request: may need 510 calls to Checkly, of at most 500; ask for fewer lists, a smaller `first` or fewer ids',
    ]);
    expect(gateway.upstreamCalls()).toBe(0);
  });

  test('with each value of the variables anew', async () => {
    const gateway = createWorld(0);
    const query = 'query ($f: TestSessionFilter) { testSessions(filter: $f) { nodes { name } } }';
    const told: unknown[] = [];
    for (const f of [null, { names: ['x'] }, { names: [] }, { invokers: ['x'] }, { search: 'xyz' }])
      told.push((await gateway.ask(query, { variables: { f } })).extensions.cost);
    expect(told).toMatchObject([1, 10, 1, 10, 1].map((requestedCalls) => ({ requestedCalls })));
  });
});

test.each([
  [
    { commits: ['abcdef'] },
    'filter.commits',
    'takes commit ids, or their beginnings, of 7 to 40 hexadecimal digits',
  ],
  [
    { commits: [`${sha}0`] },
    'filter.commits',
    'takes commit ids, or their beginnings, of 7 to 40 hexadecimal digits',
  ],
  [
    { commits: ['main-branch'] },
    'filter.commits',
    'takes commit ids, or their beginnings, of 7 to 40 hexadecimal digits',
  ],
  [
    { commits: Array.from({ length: 51 }, (_, i) => `${1_000_000 + i}`) },
    'filter.commits',
    'takes at most 50 values',
  ],
  [{ names: [' '] }, 'filter.names', 'must not be blank'],
  [{ projectIds: ['x'.repeat(257)] }, 'filter.projectIds', 'takes at most 256 characters'],
  [{ durationMs: { min: -1 } }, 'filter.durationMs', 'takes milliseconds, 0 or more'],
  [
    { durationMs: { min: 2, max: 1 } },
    'filter.durationMs',
    'must have a `min` that is no more than its `max`',
  ],
])('%j is refused at no call', async (filter, argument, reason) => {
  const gateway = createWorld(0);
  const { errors } = await ask(gateway, filter);
  expect(errors.map(({ extensions }) => extensions)).toEqual([{ code: 'BAD_USER_INPUT', argument, reason }]);
  expect(gateway.upstreamCalls()).toBe(0);
});
