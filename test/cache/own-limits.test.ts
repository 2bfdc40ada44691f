/** One reader's own limits, its time and its calls, are nobody else's: who waits for the same thing gets it all the same. */

import { describe, expect, test } from 'vitest';
import { connectionOf } from '../support/answer.ts';
import { createTestGateway, type TestGateway } from '../support/test-gateway.ts';

const branch = (name: number) => `testSessions(first: 1, filter: {branches: ["b-${name}"]}) { nodes { id } }`;
const settled = 'testSessions(first: 1, filter: {to: "2026-11-20T00:00:00Z"}) { nodes { id } }';
const threePages = '{ testSessions(first: 250) { nodes { id } } }';
const list = 'GET /v1/test-sessions';
const account = 'GET /next/accounts/{accountId}';

describe('a page that one reader asks for', () => {
  test('with no call left is fetched for another who waits for it', async () => {
    const gateway = createTestGateway({ vars: { SHARED_CACHE: 'none', SUBREQUEST_BUDGET: '7' } });
    gateway.emulator.setFaults([{ match: '/v1', delayMs: 1_000 }]);
    const fields = Array.from({ length: 10 }, (_, i) => `f${i}: ${branch(i)}`);
    const greedy = gateway.askNow(`{ ${fields.join(' ')} }`);
    await gateway.clock.advance(500);
    const others = [9, 9, 9].map((name) => gateway.askNow(`{ ${branch(name)} }`));
    const [first, ...answers] = await gateway.clock.run(Promise.all([greedy, ...others]));
    expect(first?.errors.length).toBe(3);
    expect(answers.map(({ errors }) => errors)).toEqual([[], [], []]);
    expect(gateway.upstreamCalls()).toBe(8);
  });

  /** The first reader has 10 s, of which a page took 8; the second comes while its next page is on the way. */
  async function askTwice(gateway: TestGateway) {
    gateway.emulator.setFaults([
      { match: '/v1', delayMs: 8_000, times: 1 },
      { match: '/v1', delayMs: 5_000, times: 1 },
    ]);
    const hasty = gateway.askNow(threePages);
    await gateway.clock.advance(8_500);
    const later = gateway.askNow(threePages);
    return gateway.clock.run(Promise.all([hasty, later]));
  }

  test('with its time over is still fetched for another who waits for it', async () => {
    const gateway = createTestGateway({ vars: { REQUEST_TIMEOUT_MS: '10000' } });
    const [hasty, later] = await askTwice(gateway);
    expect(hasty.errors[0]?.extensions.code).toBe('UPSTREAM_TIMEOUT');
    expect([later.errors, connectionOf(later).nodes.length]).toEqual([[], 250]);
  });

  test('with its time over is not asked for again by all who wait', async () => {
    const gateway = createTestGateway({ vars: { REQUEST_TIMEOUT_MS: '10000' } });
    gateway.emulator.setFaults([
      { match: '/v1', delayMs: 8_000, times: 1 },
      { match: '/v1', delayMs: 5_000, times: 1 },
    ]);
    const hasty = gateway.askNow(threePages);
    await gateway.clock.advance(8_500);
    const others = Array.from({ length: 20 }, () => gateway.askNow(threePages));
    const [first, ...answers] = await gateway.clock.run(Promise.all([hasty, ...others]));
    expect(first?.errors[0]?.extensions.code).toBe('UPSTREAM_TIMEOUT');
    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
    expect(gateway.emulator.stats().requests).toEqual({ [list]: 3 });
  });
});

test('a credential that one reader has no call left to verify is verified for another', async () => {
  const gateway = createTestGateway({ vars: { SHARED_CACHE: 'none', SUBREQUEST_BUDGET: '6' } });
  await gateway.ask(`{ ${settled} }`);
  await gateway.clock.advance(60_000);
  gateway.emulator.setFaults([{ match: '/v1', delayMs: 1_000 }]);
  const fields = Array.from({ length: 6 }, (_, i) => `f${i}: ${branch(i)}`);
  const greedy = gateway.askNow(`{ ${fields.join(' ')} ${settled} }`);
  await gateway.clock.advance(500);
  const others = [1, 2, 3].map(() => gateway.askNow(`{ ${settled} }`));
  const [first, ...answers] = await gateway.clock.run(Promise.all([greedy, ...others]));
  expect(first?.errors.map(({ path }) => path)).toEqual([['testSessions']]);
  expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
  expect(gateway.emulator.stats().requests).toEqual({ [list]: 7, [account]: 1 });
});

test('whoever waits for another stops when its own time is over, and leaves the other its answer', async () => {
  const gateway = createTestGateway({ vars: { SHARED_CACHE: 'none', REQUEST_TIMEOUT_MS: '10000' } });
  const listed = '{ testSessions(first: 1) { nodes { sessionId results { status } } } }';
  const [session] = connectionOf(
    await gateway.ask('{ testSessions(first: 1) { nodes { sessionId } } }'),
  ).nodes;
  await gateway.clock.advance(3_700_000);
  gateway.emulator.setFaults([
    { match: `/v1/test-sessions/${String(session?.sessionId)}`, delayMs: 9_000, times: 1 },
    { match: '/v1/test-sessions', delayMs: 8_000, times: 1 },
  ]);
  const startedAt = gateway.clock.now();
  const timed = (query: string) =>
    gateway.askNow(query).then((answer) => ({ answer, ms: gateway.clock.now() - startedAt }));
  const waiting = timed(listed);
  await gateway.clock.advance(7_000);
  const asking = timed(`{ testSession(id: "${String(session?.sessionId)}") { results { status } } }`);
  const [waited, answered] = await gateway.clock.run(Promise.all([waiting, asking]));
  expect([waited.answer.errors[0]?.extensions.code, waited.ms]).toEqual(['UPSTREAM_TIMEOUT', 10_000]);
  expect([answered.answer.errors, answered.ms]).toEqual([[], 16_000]);
  expect(gateway.emulator.stats().requests['GET /v1/test-sessions/{id}']).toBe(1);
});
