/** Pages through Workers Cache: what the gateway asks of it, and which of its copies it believes. */

import { describe, expect, test } from 'vitest';
import { demoKey } from '../emulator/accounts.ts';
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
  await stage.clock.advance(1_000);
  const answer = await stage.newIsolate().ask(settled);
  expect([answer.errors, answer.extensions.cost, stage.emulator.stats().requests]).toEqual([
    [],
    { upstreamCalls: 0, savedCalls: 1 },
    { [list]: 1 },
  ]);
  expect([answer.headers.get('age'), answer.headers.get('cache-status')]).toEqual([
    '1',
    'gateway-workers-cache; hit; ttl=86399, gateway-memory; fwd=miss',
  ]);
});

test('a copy that it serves while it refreshes it is marked stale', async () => {
  const stage = createWorkersCacheStage({ emulator: { sessions: 0 } });
  await stage.ask(head);
  await stage.clock.advance(20_000);
  const answer = await stage.newIsolate().ask(head);
  expect([answer.extensions, answer.headers.get('cache-status')]).toEqual([
    { cost: { upstreamCalls: 0, savedCalls: 1 }, stale: [{ reason: 'revalidating', ageSeconds: 20 }] },
    'gateway-workers-cache; hit; ttl=-10; detail="stale: revalidating", gateway-memory; fwd=miss',
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
    await stage.clock.advance(1);
    for (const isolate of [stage.newIsolate(), stage.newIsolate()]) {
      await isolate.ask(settled);
      expect((await isolate.ask(head)).errors).toEqual([]);
    }
  });
});
