/** Pages through Workers Cache: what the gateway asks of it, and which of its copies it believes. */

import { describe, expect, test } from 'vitest';
import { demoKey } from '../emulator/accounts.ts';
import { connectionOf } from '../support/answer.ts';
import { demoHeaders } from '../support/stage.ts';
import { createWorkersCacheStage } from './workers-cache-stage.ts';

const head = '{ testSessions(first: 2, filter: {branches: ["quiet"]}) { nodes { name } } }';
const settled = '{ testSessions(first: 2, filter: {to: "2026-11-20T00:00:00Z"}) { nodes { name } } }';
const account = 'GET /next/accounts/{accountId}';
const list = 'GET /v1/test-sessions';

test('a page is asked of the inner entrypoint, by a plain GET without the reader’s headers', async () => {
  const stage = createWorkersCacheStage();
  const answer = await stage.ask(head, { headers: { ...demoHeaders, cookie: 'a=b', 'x-more': '1' } });
  expect([answer.errors, answer.extensions.cost]).toEqual([[], { upstreamCalls: 1, savedCalls: 0 }]);
  expect(stage.loopbacks.map(({ method, headers }) => [method, ...headers.keys()])).toEqual([
    ['GET', 'x-gateway-credential'],
  ]);
  expect(stage.loopbacks[0]?.url).not.toContain(demoKey);
});

test('another isolate is served from it, at no upstream call', async () => {
  const stage = createWorkersCacheStage();
  await stage.ask(settled);
  await stage.settle();
  const answer = await stage.newIsolate().ask(settled);
  expect([answer.errors, answer.extensions.cost, stage.emulator.stats().requests]).toEqual([
    [],
    { upstreamCalls: 0, savedCalls: 1 },
    { [list]: 1 },
  ]);
});

test('pages are kept in no shared tier beside it, which its purge would not reach', async () => {
  const stage = createWorkersCacheStage();
  await stage.ask(settled);
  await stage.settle();
  expect(stage.edgeCache.dump()).not.toContain('/copy/');
});

test('isolate memory asks it again within 5 s', async () => {
  const stage = createWorkersCacheStage();
  await stage.ask(settled);
  await stage.clock.advance(4_999);
  await stage.ask(settled);
  expect(stage.loopbacks).toHaveLength(1);
  await stage.clock.advance(1);
  await stage.ask(settled);
  expect([stage.loopbacks.length, stage.upstreamCalls()]).toEqual([2, 1]);
});

describe('an old copy out of it', () => {
  test('does not renew the lease: upstream is asked about the credential', async () => {
    const stage = createWorkersCacheStage();
    await stage.ask(settled);
    await stage.clock.advance(60_000);
    expect((await stage.ask(settled)).errors).toEqual([]);
    expect(stage.emulator.stats().requests).toEqual({ [list]: 1, [account]: 1 });
    await stage.clock.advance(60_000);
    await stage.ask(settled);
    expect(stage.emulator.stats().requests).toEqual({ [list]: 1, [account]: 2 });
  });

  test('is not for a key that is revoked', async () => {
    const stage = createWorkersCacheStage();
    await stage.ask(settled);
    stage.emulator.revokeKey(demoKey);
    await stage.clock.advance(60_000);
    for (const isolate of [stage, stage.newIsolate()]) {
      expect(await isolate.ask(settled)).toMatchObject({ status: 401, data: { testSessions: null } });
    }
  });

  test('past both stale windows is as good as none', async () => {
    const stage = createWorkersCacheStage();
    await stage.ask(head);
    stage.keepEndlessly();
    await stage.clock.advance(10_000 + 3_600_000);
    const answer = await stage.ask(head);
    expect([answer.headers.get('age'), answer.extensions.cost, stage.upstreamCalls()]).toEqual([
      '0',
      { upstreamCalls: 1, savedCalls: 0 },
      2,
    ]);
  });

  test('is not for no-cache: the page is read directly', async () => {
    const stage = createWorkersCacheStage();
    await stage.ask(settled);
    await stage.clock.advance(1_000);
    const answer = await stage.ask(settled, { headers: { ...demoHeaders, 'cache-control': 'no-cache' } });
    expect([answer.headers.get('age'), stage.upstreamCalls()]).toEqual(['0', 2]);
  });

  test('costs no call of the account’s', async () => {
    const stage = createWorkersCacheStage({ vars: { UPSTREAM_CALLS_PER_MINUTE: '1' } });
    await stage.ask(settled);
    for (const isolate of [stage.newIsolate(), stage.newIsolate()]) {
      await isolate.ask(settled);
      expect((await isolate.ask(head)).errors).toEqual([]);
    }
  });
});

test('one request makes at most 24 loopbacks, and reads the rest directly', async () => {
  const stage = createWorkersCacheStage({ vars: { SUBREQUEST_BUDGET: '100' } });
  const fields = Array.from(
    { length: 30 },
    (_, i) => `f${i}: testSessions(first: 1, filter: {branches: ["b${i}"]}) { nodes { id } }`,
  );
  const answer = await stage.ask(`{ ${fields.join(' ')} }`);
  expect([answer.errors, stage.loopbacks.length, stage.upstreamCalls()]).toEqual([[], 24, 30]);
});

describe('a failure that comes out of it', () => {
  test.each([
    [{ status: 401 }, 'UNAUTHENTICATED'],
    [{ status: 403 }, 'FORBIDDEN'],
    [{ status: 402 }, 'PAYMENT_REQUIRED'],
    [{ status: 500 }, 'UPSTREAM_UNAVAILABLE'],
    [{ status: 429, headers: { 'Retry-After': '60' } }, 'RATE_LIMITED'],
    [{ hang: true }, 'UPSTREAM_TIMEOUT'],
    [{ body: 'oops' }, 'UPSTREAM_INVALID_RESPONSE'],
  ])('%j is the reader’s %s', async (fault, code) => {
    const stage = createWorkersCacheStage();
    stage.emulator.setFaults([fault]);
    expect((await stage.ask(head)).errors.map(({ extensions }) => extensions.code)).toEqual([code]);
  });

  test.each<[string, () => Response | Promise<Response>]>([
    ['a rejection', () => Promise.reject(new Error('too many subrequests'))],
    ['a 500 of nobody’s', () => new Response(null, { status: 500 })],
    ['a page of HTML', () => new Response('<html>')],
    [
      'a copy of something else',
      () => Response.json({ value: 1, fetchedAt: 0, freshness: 'head', freshForMs: 1 }),
    ],
  ])('%s is a miss: the page is read directly', async (_case, answer) => {
    const stage = createWorkersCacheStage();
    stage.answerLoopbacksBy(async () => answer());
    const { errors, data } = await stage.ask(settled);
    expect([errors, data === null, stage.upstreamCalls()]).toEqual([[], false, 1]);
  });

  test('is covered by a copy of the isolate’s while there is one', async () => {
    const stage = createWorkersCacheStage({ vars: { MEMORY_MAX_AGE_SECONDS: '60' } });
    await stage.ask(head);
    stage.emulator.setFaults([{ status: 429, headers: { 'Retry-After': '60' } }]);
    await stage.clock.advance(50_000);
    const answer = await stage.ask(head);
    expect([connectionOf(answer).nodes, answer.extensions.stale]).toEqual([
      [],
      [{ reason: 'rate-limited', ageSeconds: 50 }],
    ]);
  });
});
