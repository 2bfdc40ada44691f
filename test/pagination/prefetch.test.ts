/** With PREFETCH_NEXT_PAGE the page that comes next is fetched behind the answer, where the account can spare the call. */

import { describe, expect, test } from 'vitest';
import type { Fault } from '../../emulator/faults.ts';
import { connectionOf } from '../support/answer.ts';
import { createReading } from './page-log.ts';

const withNext = { fields: 'nodes { id } pageInfo { endCursor hasNextPage }' };

test('without the variable no call is made behind an answer', async () => {
  const { page, log } = createReading({ vars: { PREFETCH_NEXT_PAGE: '' } });
  for (let i = 0; i < 6; i += 1) await page(50);
  expect(log).toEqual([1, 'answer', 'answer', 2, 'answer', 'answer', 3, 'answer', 'answer']);
});

describe('the next page', () => {
  test('is fetched behind the answer that leaves no more than one more like it, so paging on waits for no call', async () => {
    const { page } = createReading();
    const logs: unknown[] = [];
    for (let i = 0; i < 9; i += 1) logs.push(await page(25));
    expect(logs).toEqual([
      [1, 'answer'],
      ['answer'],
      ['answer', 2],
      ['answer'],
      ['answer'],
      ['answer'],
      ['answer', 3],
      ['answer'],
      ['answer'],
    ]);
  });

  test('is there before hasNextPage has to ask for it', async () => {
    const { page } = createReading();
    expect([await page(50, withNext), await page(50, withNext), await page(50, withNext)]).toEqual([
      [1, 'answer', 2],
      ['answer'],
      ['answer', 3],
    ]);
  });

  test('is the one after the page that hasNextPage asked for', async () => {
    const { page } = createReading();
    expect([await page(100, withNext), await page(100, withNext)]).toEqual([
      [1, 2, 'answer', 3],
      ['answer', 4],
    ]);
  });

  test('is one page, however many an answer holds', async () => {
    const { page } = createReading();
    expect([await page(300), await page(300)]).toEqual([
      [1, 2, 3, 'answer', 4],
      [5, 6, 'answer', 7],
    ]);
  });

  test('is not counted, as no response waits for it', async () => {
    const { gateway } = createReading();
    const { extensions } = await gateway.ask('{ testSessions(first: 100) { nodes { id } } }');
    await gateway.settle();
    expect(extensions.cost).toEqual(expect.objectContaining({ upstreamCalls: 1, savedCalls: 0 }));
    expect(gateway.upstreamCalls()).toBe(2);
    expect(gateway.log).toEqual([expect.objectContaining({ upstreamCalls: 1, cache: 'miss' })]);
  });

  test('is found by another isolate', async () => {
    const { gateway, page, log } = createReading();
    await page(100);
    const other = await gateway.newIsolate().ask('{ testSessions(first: 200) { nodes { id } } }');
    expect(connectionOf(other).nodes).toHaveLength(200);
    expect(other.extensions.cost).toMatchObject({ upstreamCalls: 0, savedCalls: 2 });
    expect(log).toEqual([1, 'answer', 2, 3]);
  });

  test('begins where createdWithin began when the walk did', async () => {
    const { gateway, page } = createReading();
    const filter = '{createdWithin: "P30D"}';
    await gateway.clock.advance(30_000);
    expect(await page(100, { filter })).toEqual([1, 'answer', 2]);
    await gateway.clock.advance(40_000);
    expect(await page(100, { filter })).toEqual(['answer', 3]);
  });

  test('is fetched once for all who ask at a time', async () => {
    const { gateway, log } = createReading();
    await gateway.ask(
      '{ a: testSessions(first: 100) { nodes { id } } b: testSessions(first: 60) { nodes { name } } }',
    );
    await gateway.settle();
    expect(log).toEqual([1, 2]);
  });
});

describe('no call is made', () => {
  test('for the head of a list that is polled', async () => {
    const { gateway, log } = createReading();
    for (let i = 0; i < 4; i += 1) {
      await gateway.ask('{ testSessions(first: 20) { nodes { id } } }');
      await gateway.settle();
      await gateway.clock.advance(1_000);
    }
    expect(log).toEqual([1]);
  });

  test('where the page is cached, fresh or stale', async () => {
    const { gateway, log } = createReading();
    const ask = async () => {
      await gateway.ask('{ testSessions(first: 100) { nodes { id } } }');
      await gateway.settle();
    };
    await ask();
    await gateway.clock.advance(11_000);
    await ask();
    expect(log).toEqual([1, 2, 1]);
  });

  test('at the end of the list, nor for none', async () => {
    const { page } = createReading({ emulator: { sessions: 150 } });
    const none = { fields: 'nodes { id } pageInfo { endCursor }' };
    expect([await page(0, none), await page(100), await page(100), await page(100)]).toEqual([
      ['answer'],
      [1, 'answer', 2],
      ['answer'],
      ['answer'],
    ]);
  });

  test.each(['no-cache', 'no-store'])('for a reader with %s', async (directive) => {
    const { page } = createReading();
    expect(await page(100, { headers: { 'cache-control': directive } })).toEqual([1, 'answer']);
  });

  test('in the last half of the calls of a minute', async () => {
    const { page } = createReading({ vars: { UPSTREAM_CALLS_PER_MINUTE: '8' } });
    expect([await page(300), await page(100), await page(100), await page(100)]).toEqual([
      [1, 2, 3, 'answer', 4],
      ['answer'],
      [5, 'answer'],
      [6, 'answer'],
    ]);
  });

  test('while the circuit is open, nor to find out whether it may close', async () => {
    const { gateway, page, log, failures } = createReading();
    await page(100);
    gateway.emulator.setFaults(faultsOfBranches({ status: 503 }));
    for (const branch of ['a', 'b']) {
      await gateway.ask(`{ testSessions(filter: {branches: ["${branch}"]}) { nodes { id } } }`);
    }
    expect(failures()).toHaveLength(5);
    const known = log.length;
    expect(await page(100)).toEqual(['answer']);
    await gateway.clock.advance(6_000);
    expect(await page(1)).toEqual([3, 'answer']);
    expect(log.slice(known)).toEqual(['answer', 3, 'answer']);
  });
});

/** Any list with a branch in it. */
function faultsOfBranches(fault: Fault): Fault[] {
  return [{ ...fault, contains: 'branches' }];
}

test('a call that fails behind the answer is in the log, and nothing else tells', async () => {
  const { gateway, page, failures } = createReading();
  gateway.emulator.setFaults([{ contains: 'nextId=', status: 500 }]);
  const answer = await gateway.ask('{ testSessions(first: 100) { nodes { id } } }');
  await gateway.settle();
  expect(answer.errors).toEqual([]);
  expect(failures()).toEqual([
    {
      level: 'warn',
      message: 'A call to Checkly failed.',
      requestId: 'request-1',
      tenant: expect.stringMatching(/^[0-9a-f]{12}$/),
      route: '/v1/test-sessions',
      kind: 'unavailable',
      status: 500,
      attempt: 1,
      ms: 0,
    },
  ]);
  gateway.emulator.setFaults([]);
  expect([await page(100), await page(100)]).toEqual([
    ['answer', 2],
    ['answer', 3],
  ]);
});

/** A whole list, twenty at a time with hasNextPage, each page asked for as soon as the last one is there. */
async function walk(vars: Readonly<Record<string, string>>) {
  const { page, log } = createReading({ vars });
  let awaited = 0;
  let answersThatWaited = 0;
  for (let i = 0; i < 50; i += 1) {
    const calls = (await page(20, withNext)).indexOf('answer');
    awaited += calls;
    if (calls > 0) answersThatWaited += 1;
  }
  return { calls: log.filter((entry) => entry !== 'answer').length, awaited, answersThatWaited };
}

test('a walk through 1,000 sessions costs the same calls, of which one is waited for', async () => {
  expect(await walk({ PREFETCH_NEXT_PAGE: 'off' })).toEqual({
    calls: 10,
    awaited: 10,
    answersThatWaited: 10,
  });
  expect(await walk({})).toEqual({ calls: 10, awaited: 1, answersThatWaited: 1 });
});
