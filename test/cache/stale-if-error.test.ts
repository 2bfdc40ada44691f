/** When upstream fails, an old entry is served and says so; what upstream refuses, no entry covers. */

import { describe, expect, test } from 'vitest';
import { connectionOf } from '../support/answer.ts';
import { createTestGateway, type TestGateway } from '../support/test-gateway.ts';

const head = '{ testSessions(first: 2, filter: {branches: ["quiet"]}) { nodes { name } } }';
const nodes = [{ name: 'second' }, { name: 'first' }];

/** With an entry that is 50 s old: past its freshness and past the window in which it is refreshed behind answers. */
async function createOldGateway(): Promise<TestGateway> {
  const gateway = createTestGateway({ emulator: { sessions: 0 } });
  gateway.emulator.addSessions([
    { branchName: 'quiet', name: 'first', created_at: '2026-11-24T11:00:00.000Z' },
    { branchName: 'quiet', name: 'second', created_at: '2026-11-24T11:30:00.000Z' },
  ]);
  await gateway.ask(head);
  await gateway.settle();
  await gateway.clock.advance(50_000);
  return gateway;
}

describe('what an entry covers for', () => {
  test.each([
    ['a hanging upstream', { hang: true }, 'timeout', 60, 1],
    ['an upstream that is too slow', { delayMs: 11_000 }, 'timeout', 60, 1],
    ['a 408', { status: 408 }, 'timeout', 50, 1],
    ['a 500', { status: 500 }, 'unavailable', 50, 1],
    ['a 502', { status: 502 }, 'unavailable', 50, 3],
    ['a 503', { status: 503 }, 'unavailable', 50, 3],
    ['a dropped connection', { dropConnection: true }, 'unavailable', 50, 3],
    [
      'a 429 that says to wait long',
      { status: 429, headers: { 'Retry-After': '60' } },
      'rate-limited',
      50,
      1,
    ],
    ['a 429 that says nothing', { status: 429 }, 'rate-limited', 50, 3],
    ['what is not JSON', { body: 'oops' }, 'invalid-response', 50, 1],
    ['a redirect', { status: 302, body: '' }, 'invalid-response', 50, 1],
  ])('%s', async (_case, fault, reason, ageSeconds, upstreamCalls) => {
    const gateway = await createOldGateway();
    gateway.emulator.setFaults([fault]);
    const answer = await gateway.ask(head);
    expect([answer.status, connectionOf(answer).nodes, answer.errors]).toEqual([200, nodes, []]);
    expect(answer.extensions).toEqual({
      cost: expect.objectContaining({ upstreamCalls, savedCalls: 1 }),
      stale: [{ reason, ageSeconds }],
    });
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      age: String(ageSeconds),
      'cache-control': `private, max-age=${ageSeconds}`,
      'cache-status': expect.stringMatching(
        // The waits between attempts are shorter than a second, but `ttl` is rounded down.
        new RegExp(
          `^gateway-memory; hit; ttl=(?:${10 - ageSeconds}|${9 - ageSeconds}); detail="stale: ${reason}"$`,
        ),
      ),
    });
  });

  test('a response with a stale entry is not cached: the next one asks again', async () => {
    const gateway = await createOldGateway();
    gateway.emulator.setFaults([{ status: 500 }]);
    await gateway.ask(head);
    gateway.emulator.setFaults([]);
    expect((await gateway.ask(head)).extensions).toEqual({
      cost: expect.objectContaining({ upstreamCalls: 1, savedCalls: 0 }),
    });
  });

  test('a session by id is covered like a page', async () => {
    const gateway = createTestGateway({ emulator: { sessions: 0 } });
    const [id] = gateway.emulator.addSessions([{ name: 'by id', status: 'RUNNING' }]);
    const byId = `{ testSession(id: "${id}") { name } }`;
    await gateway.ask(byId);
    await gateway.clock.advance(50_000);
    gateway.emulator.setFaults([{ status: 500 }]);
    const answer = await gateway.ask(byId);
    expect([answer.data, answer.extensions.stale]).toEqual([
      { testSession: { name: 'by id' } },
      [{ reason: 'unavailable', ageSeconds: 50 }],
    ]);
  });
});

describe('what no entry covers', () => {
  test.each([
    ['a 401', { status: 401 }, 'UNAUTHENTICATED'],
    ['a 402', { status: 402 }, 'PAYMENT_REQUIRED'],
    ['a 403', { status: 403 }, 'FORBIDDEN'],
    ['a 400', { status: 400 }, 'UPSTREAM_INVALID_RESPONSE'],
    ['a 404', { status: 404 }, 'UPSTREAM_INVALID_RESPONSE'],
  ])('%s', async (_case, fault, code) => {
    const gateway = await createOldGateway();
    gateway.emulator.setFaults([fault]);
    const answer = await gateway.ask(head);
    expect([answer.data, answer.errors.map(({ extensions }) => extensions.code)]).toEqual([
      { testSessions: null },
      [code],
    ]);
    expect([answer.headers.get('cache-control'), answer.headers.get('age')]).toEqual(['no-store', null]);
    expect(answer.extensions.stale).toBeUndefined();
  });
});

test('a broken answer is no reason to serve a credential beyond its validity', async () => {
  const gateway = await createOldGateway();
  await gateway.clock.advance(20_000);
  gateway.emulator.setFaults([{ body: '<html>Sign in</html>' }]);
  const answer = await gateway.ask(head);
  expect([answer.data, answer.errors.map(({ extensions }) => extensions.code)]).toEqual([
    { testSessions: null },
    ['UPSTREAM_INVALID_RESPONSE'],
  ]);
});

test('while an entry is refreshed behind answers, a 401 met there ends the next one', async () => {
  const gateway = createTestGateway();
  await gateway.ask(head);
  await gateway.clock.advance(20_000);
  gateway.emulator.setFaults([{ status: 401 }]);
  expect((await gateway.ask(head)).extensions.stale).toEqual([{ reason: 'revalidating', ageSeconds: 20 }]);
  await gateway.settle();
  expect(await gateway.ask(head)).toMatchObject({ status: 401, data: { testSessions: null } });
});

test('two parts of which one is stale: the answer is fresh no longer, and says why once for each', async () => {
  const gateway = await createOldGateway();
  gateway.emulator.setFaults([{ contains: 'quiet', status: 500 }]);
  const answer = await gateway.ask(
    '{ a: testSessions(first: 1, filter: {branches: ["quiet"]}) { nodes { name } } b: testSessions(first: 1) { nodes { name } } }',
  );
  expect(answer.errors).toEqual([]);
  expect(answer.extensions).toEqual({
    cost: expect.objectContaining({ upstreamCalls: 2, savedCalls: 1 }),
    stale: [{ reason: 'unavailable', ageSeconds: 50 }],
  });
  expect(answer.headers.get('cache-control')).toBe('private, max-age=50');
});
