/** Pages through Workers Cache: what the gateway asks of it, and which of its copies it believes. */

import { describe, expect, test } from 'vitest';
import { demoKey } from '../../emulator/accounts.ts';
import { demoHeaders } from '../support/test-gateway.ts';
import { createWorkersCacheGateway } from './workers-cache-gateway.ts';

const head = '{ testSessions(first: 2, filter: {branches: ["quiet"]}) { nodes { name } } }';
const settled = '{ testSessions(first: 2, filter: {to: "2026-11-20T00:00:00Z"}) { nodes { name } } }';
const account = 'GET /next/accounts/{accountId}';
const list = 'GET /v1/test-sessions';

test('a page is asked of the inner entrypoint, by a plain GET without the reader’s headers', async () => {
  const gateway = createWorkersCacheGateway();
  const answer = await gateway.ask(head, { headers: { ...demoHeaders, cookie: 'a=b', 'x-more': '1' } });
  expect([answer.errors, answer.extensions.cost]).toEqual([[], { upstreamCalls: 1, savedCalls: 0 }]);
  expect(gateway.loopbacks.map(({ method, headers }) => [method, ...headers.keys()])).toEqual([
    ['GET', 'x-gateway-credential'],
  ]);
  expect(gateway.loopbacks[0]?.url).not.toContain(demoKey);
});

test('another isolate is served from it, at no upstream call', async () => {
  const gateway = createWorkersCacheGateway();
  await gateway.ask(settled);
  await gateway.clock.advance(1_000);
  const answer = await gateway.newIsolate().ask(settled);
  expect([answer.errors, answer.extensions.cost, gateway.emulator.stats().requests]).toEqual([
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
  const gateway = createWorkersCacheGateway({ emulator: { sessions: 0 } });
  await gateway.ask(head);
  await gateway.clock.advance(20_000);
  const answer = await gateway.newIsolate().ask(head);
  expect([answer.extensions, answer.headers.get('cache-status')]).toEqual([
    { cost: { upstreamCalls: 0, savedCalls: 1 }, stale: [{ reason: 'revalidating', ageSeconds: 20 }] },
    'gateway-workers-cache; hit; ttl=-10; detail="stale: revalidating", gateway-memory; fwd=miss',
  ]);
});

test('pages are kept in no shared tier beside it, which its purge would not reach', async () => {
  const gateway = createWorkersCacheGateway();
  await gateway.ask(settled);
  await gateway.settle();
  expect(gateway.edgeCache.dump()).not.toContain('/copy/');
});

test('isolate memory asks it again within 5 s', async () => {
  const gateway = createWorkersCacheGateway();
  await gateway.ask(settled);
  await gateway.clock.advance(4_999);
  await gateway.ask(settled);
  expect(gateway.loopbacks).toHaveLength(1);
  await gateway.clock.advance(1);
  await gateway.ask(settled);
  expect([gateway.loopbacks.length, gateway.upstreamCalls()]).toEqual([2, 1]);
});

describe('an old copy out of it', () => {
  test('does not renew the lease: upstream is asked about the credential', async () => {
    const gateway = createWorkersCacheGateway();
    await gateway.ask(settled);
    await gateway.clock.advance(60_000);
    expect((await gateway.ask(settled)).errors).toEqual([]);
    expect(gateway.emulator.stats().requests).toEqual({ [list]: 1, [account]: 1 });
    await gateway.clock.advance(60_000);
    await gateway.ask(settled);
    expect(gateway.emulator.stats().requests).toEqual({ [list]: 1, [account]: 2 });
  });

  test('is not for a key that is revoked', async () => {
    const gateway = createWorkersCacheGateway();
    await gateway.ask(settled);
    gateway.emulator.revokeKey(demoKey);
    await gateway.clock.advance(60_000);
    for (const isolate of [gateway, gateway.newIsolate()]) {
      expect(await isolate.ask(settled)).toMatchObject({ status: 401, data: { testSessions: null } });
    }
  });

  test('past both stale windows is as good as none', async () => {
    const gateway = createWorkersCacheGateway();
    await gateway.ask(head);
    gateway.keepEndlessly();
    await gateway.clock.advance(10_000 + 3_600_000);
    const answer = await gateway.ask(head);
    expect([answer.headers.get('age'), answer.extensions.cost, gateway.upstreamCalls()]).toEqual([
      '0',
      { upstreamCalls: 1, savedCalls: 0 },
      2,
    ]);
  });

  test('is not for no-cache: the page is read directly', async () => {
    const gateway = createWorkersCacheGateway();
    await gateway.ask(settled);
    await gateway.clock.advance(1_000);
    const answer = await gateway.ask(settled, { headers: { ...demoHeaders, 'cache-control': 'no-cache' } });
    expect([answer.headers.get('age'), gateway.upstreamCalls()]).toEqual(['0', 2]);
  });

  test('costs no call of the account’s', async () => {
    const gateway = createWorkersCacheGateway({ vars: { UPSTREAM_CALLS_PER_MINUTE: '1' } });
    await gateway.ask(settled);
    await gateway.clock.advance(1);
    for (const isolate of [gateway.newIsolate(), gateway.newIsolate()]) {
      await isolate.ask(settled);
      expect((await isolate.ask(head)).errors).toEqual([]);
    }
  });
});
