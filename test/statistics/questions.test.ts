/// <reference types="vite/types/importMeta.d.ts" />
/** Questions about many sessions: arguments, bounds, failures, and what they may cost. */

import { describe, expect, test } from 'vitest';
import { createTestGateway } from '../support/test-gateway.ts';

const statistics = (args: string, fields = 'lookedAt { sessions isAll oldestAt malformed }') =>
  `{ testSessionStatistics${args} { ${fields} } }`;

describe('a bad argument is refused at no call:', () => {
  test.each([
    [
      'a time zone',
      statistics('(interval: DAY, timeZone: "Europe/Atlantis")'),
      'timeZone: must be an IANA name, such as Europe/Berlin, but is "Europe/Atlantis"',
    ],
    [
      'a long time zone',
      statistics(`(timeZone: "${'x'.repeat(65)}")`),
      `timeZone: must be an IANA name, such as Europe/Berlin, but is "${'x'.repeat(63)}…`,
    ],
    [
      'a list within',
      statistics('', 'groups(by: NAME, first: 501) { key }'),
      'first: must be at most 500, but is 501',
    ],
    [
      'a list within a fragment',
      `{ testSessionStatistics { ...f } } fragment f on TestSessionStatistics { red(first: -1) { name } }`,
      'first: must be 0 or more, but is -1',
    ],
    [
      'the number of tiles',
      '{ latestTestSessions(by: NAME, first: -1) { groups { key } } }',
      'first: must be 0 or more, but is -1',
    ],
    [
      'a filter',
      statistics('(filter: {search: "ab"})'),
      'filter.search: takes 3 to 200 characters, but got 2',
    ],
  ])('%s', async (_argument, query, message) => {
    const gateway = createTestGateway();
    const { data, errors } = await gateway.ask(query);
    expect(Object.values(data ?? {})).toEqual([null]);
    expect(errors).toMatchObject([{ message, extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(gateway.upstreamCalls()).toBe(0);
  });
});

test('the example of docs/statistics.md is answered', async () => {
  const [page = ''] = Object.values(
    import.meta.glob<string>('../../docs/statistics.md', { query: '?raw', import: 'default', eager: true }),
  );
  const query = /```graphql\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
  const { data, errors } = await createTestGateway({ emulator: { sessions: 300 } }).ask(query);
  expect([errors, Object.keys(data ?? {})]).toEqual([[], ['testSessionStatistics', 'latestTestSessions']]);
});

test('an empty time zone is UTC', async () => {
  const gateway = createTestGateway({ emulator: { sessions: 3 } });
  const query = (zone: string) => statistics(`(interval: DAY, timeZone: ${zone})`, 'intervals { from }');
  expect((await gateway.ask(query('""'))).data).toEqual((await gateway.ask(query('"UTC"'))).data);
});

describe('the bound', () => {
  test.each([
    [2_500, { sessions: 2_500, isAll: true }],
    [2_501, { sessions: 2_500, isAll: false }],
  ])('of %i sessions', async (sessions, lookedAt) => {
    const gateway = createTestGateway({ emulator: { sessions } });
    const { data } = await gateway.ask(statistics('', 'lookedAt { sessions isAll }'));
    expect(data).toEqual({ testSessionStatistics: { lookedAt } });
    expect(gateway.upstreamCalls()).toBe(25);
  });

  test('marks the interval that it cuts', async () => {
    const gateway = createTestGateway({ emulator: { sessions: 2_600 } });
    const query = statistics('(interval: WEEK)', 'lookedAt { isAll } intervals { isPartial }');
    const { data } = await gateway.ask(query);
    const isPartial = [true, false, false, false, true].map((value) => ({ isPartial: value }));
    expect(data).toEqual({ testSessionStatistics: { lookedAt: { isAll: false }, intervals: isPartial } });
  });

  test('is the same when the question is asked again, with new sessions at the head', async () => {
    const gateway = createTestGateway({ emulator: { sessions: 2_500 } });
    const query = statistics('', 'lookedAt { sessions isAll } total { sessions }');
    await gateway.ask(query);
    await gateway.settle();
    await gateway.clock.advance(60_000);
    gateway.emulator.addSessions(Array(30).fill({}));
    expect((await gateway.ask(query)).data).toEqual({
      testSessionStatistics: { lookedAt: { sessions: 2_500, isAll: false }, total: { sessions: 2_500 } },
    });
  });
});

test('the same question in another isolate is answered the same', async () => {
  const gateway = createTestGateway({ emulator: { sessions: 700 } });
  const query = statistics('(interval: HOUR)', 'total { sessions passed } intervals { tally { sessions } }');
  const first = await gateway.ask(query);
  expect((await gateway.newIsolate().ask(query)).data).toEqual(first.data);
});

test('a malformed record is counted as such and nowhere else', async () => {
  const gateway = createTestGateway({ emulator: { sessions: 0 } });
  gateway.emulator.addSessions([{ name: 'Whole' }, { name: 'Broken', _omit: ['provider'] }]);
  const { data, errors } = await gateway.ask(
    statistics('', 'lookedAt { sessions malformed isAll } total { sessions }'),
  );
  expect([errors, data]).toEqual([
    [],
    {
      testSessionStatistics: {
        lookedAt: { sessions: 1, malformed: 1, isAll: true },
        total: { sessions: 1 },
      },
    },
  ]);
});

test('a page that fails is an error, never a shorter answer', async () => {
  const gateway = createTestGateway({ emulator: { sessions: 500 } });
  gateway.emulator.setFaults([{ contains: 'nextId', status: 500 }]);
  const { data, errors } = await gateway.ask(statistics(''));
  expect(data).toEqual({ testSessionStatistics: null });
  expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_UNAVAILABLE', upstreamStatus: 500 } }]);
});

describe('what it may cost is known before:', () => {
  test('thirty calls for each field, up to the limit', async () => {
    const fields = (count: number) =>
      Array.from({ length: count }, (_, i) => `a${i}: testSessionStatistics { total { sessions } }`).join(
        ' ',
      );
    const gateway = createTestGateway({ emulator: { sessions: 3 } });
    expect((await gateway.ask(`{ ${fields(16)} }`)).errors).toEqual([]);
    expect((await gateway.ask(`{ ${fields(17)} }`)).errors).toMatchObject([
      {
        message:
          'request: may need 510 calls to Checkly, of at most 500; ask for fewer lists, a smaller `first` or fewer ids',
      },
    ]);
  });

  test('the answer says what the request may have needed', async () => {
    const gateway = createTestGateway({ emulator: { sessions: 3 } });
    const query =
      '{ testSessionStatistics { total { sessions } } latestTestSessions(by: NAME) { groups { key } } testSessions(first: 200) { nodes { id } } }';
    expect((await gateway.ask(query)).extensions.cost).toMatchObject({ requestedCalls: 62 });
  });

  test('a list within weighs as much as its `first`', async () => {
    const gateway = createTestGateway({ emulator: { sessions: 3 } });
    const weigh = async (first: number) => {
      const { extensions } = await gateway.ask(
        statistics('', `slowest(first: ${first}) { name durationMs }`),
      );
      return Number(Object(Object(extensions.cost).weight).requested);
    };
    expect([await weigh(0), await weigh(1), await weigh(100)]).toEqual([2, 5, 302]);
  });

  test.each([
    ['the slowest', statistics('', 'slowest(first: 26) { results { id } }'), 26],
    [
      'what is red',
      statistics('', 'red(first: 13) { since { results { id } } latest { results { id } } }'),
      13,
    ],
    ['the tiles', '{ latestTestSessions(by: NAME, first: 26) { groups { latest { results { id } } } } }', 26],
  ])('reads one by one of %s', async (_list, query, sessions) => {
    const gateway = createTestGateway({ emulator: { sessions: 300 } });
    const { errors } = await gateway.ask(query);
    expect(errors[0]?.message).toContain(
      `first: with TestSession.results, ${sessions} sessions cost ${sessions}`,
    );
    expect(gateway.upstreamCalls()).toBe(0);
  });

  test('the reads that a request may make are made', async () => {
    const gateway = createTestGateway({ emulator: { sessions: 90 } });
    const query = '{ latestTestSessions(by: NAME, first: 2) { groups { latest { results { id } } } } }';
    expect((await gateway.ask(query)).errors).toEqual([]);
    expect(gateway.emulator.stats().requests).toEqual({
      'GET /v1/test-sessions': 1,
      'GET /v1/test-sessions/{id}': 2,
    });
  });
});

test('a question that is asked again, which a plan executes, is answered as before', async () => {
  const gateway = createTestGateway({ emulator: { sessions: 3 } });
  const query =
    'query ($n: Int) { testSessionStatistics { slowest(first: $n) { ... on TestSession { name } } } latestTestSessions(by: NAME) { groups { latest { name } } } }';
  const asked: Awaited<ReturnType<typeof gateway.ask>>[] = [];
  // Each number anew: a cached response would not be executed.
  for (const n of [4, 5, 6]) asked.push(await gateway.ask(query, { variables: { n } }));
  expect(asked.flatMap(({ errors }) => errors)).toEqual([]);
  expect(asked.map(({ data }) => data)).toEqual(asked.map(() => asked[0]?.data));
});
