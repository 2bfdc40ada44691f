/** What a client's own Cache-Control does: `no-cache` reads through, within a floor, and `no-store` leaves nothing behind. */

import { describe, expect, test } from 'vitest';
import { demoAccountId, demoKey } from '../../emulator/accounts.ts';
import { connectionOf } from '../support/answer.ts';
import { createTestGateway, demoHeaders, type TestGatewayOptions } from '../support/test-gateway.ts';

const query = '{ testSessions(first: 1) { nodes { id sessionId } } }';
const production = { NO_CACHE_FLOOR_SECONDS: '5' };
const wish = (cacheControl: string) => ({ headers: { ...demoHeaders, 'cache-control': cacheControl } });

async function createWarmGateway(options: TestGatewayOptions = {}) {
  const gateway = createTestGateway(options);
  await gateway.ask(query);
  await gateway.settle();
  await gateway.clock.advance(1);
  return gateway;
}

describe('a client that asks for nothing older than now', () => {
  test.each([
    ['no-cache', { 'cache-control': 'no-cache' }],
    ['NO-CACHE among others', { 'cache-control': 'no-transform, NO-CACHE' }],
    ['max-age=0', { 'cache-control': 'max-age=0' }],
    ['the old Pragma', { pragma: 'no-cache' }],
  ])('reads through with %s', async (_case, headers) => {
    const gateway = await createWarmGateway();
    const answer = await gateway.ask(query, { headers: { ...demoHeaders, ...headers } });
    expect([gateway.upstreamCalls(), answer.headers.get('age')]).toEqual([2, '0']);
  });

  test.each([
    ['max-age=60', { 'cache-control': 'max-age=60' }],
    ['a word that only holds it', { 'cache-control': 'no-cached, xno-cache' }],
    ['a Pragma that Cache-Control overrules', { pragma: 'no-cache', 'cache-control': 'max-age=60' }],
    ['nothing', {}],
  ])('is served an entry with %s', async (_case, headers) => {
    const gateway = await createWarmGateway();
    await gateway.ask(query, { headers: { ...demoHeaders, ...headers } });
    expect(gateway.upstreamCalls()).toBe(1);
  });

  test('reads each page through at most once in the floor of 5 s, in one isolate or two', async () => {
    const gateway = await createWarmGateway({ vars: production });
    const other = gateway.newIsolate();
    const calls: number[] = [];
    for (let second = 0; second < 20; second += 1) {
      await gateway.ask(query, wish('no-cache'));
      await gateway.settle();
      await other.ask(query, wish('no-cache'));
      await gateway.settle();
      calls.push(gateway.upstreamCalls());
      await gateway.clock.advance(1_000);
    }
    expect(calls).toEqual(Array.from({ length: 20 }, (_, second) => 1 + Math.floor(second / 5)));
  });

  test('gets an entry of exactly the floor’s age, and none a millisecond older', async () => {
    // With nothing running, the page itself is fresh for longer than the floor.
    const gateway = await createWarmGateway({ vars: production, emulator: { sessions: 0 } });
    await gateway.clock.advance(4_999);
    await gateway.ask(query, wish('no-cache'));
    expect(gateway.upstreamCalls()).toBe(1);
    await gateway.clock.advance(1);
    await gateway.ask(query, wish('no-cache'));
    expect(gateway.upstreamCalls()).toBe(2);
  });

  test('gets an old entry when upstream fails', async () => {
    const gateway = await createWarmGateway();
    gateway.emulator.setFaults([{ status: 500 }]);
    const answer = await gateway.ask(query, wish('no-cache'));
    expect([answer.errors, answer.extensions.stale]).toEqual([
      [],
      [{ reason: 'unavailable', ageSeconds: 0 }],
    ]);
  });

  test('drains nothing as the public, however it asks', async () => {
    const vars = {
      PUBLIC_ACCESS: 'emulator-demo',
      CHECKLY_API_KEY: demoKey,
      CHECKLY_ACCOUNT_ID: demoAccountId,
      NO_CACHE_FLOOR_SECONDS: '0',
    };
    const gateway = createTestGateway({ vars });
    await gateway.ask(query, { headers: {} });
    for (const headers of [
      { 'cache-control': 'no-cache' },
      { 'cache-control': 'max-age=0' },
      { pragma: 'no-cache' },
    ]) {
      await gateway.clock.advance(1_000);
      const answer = await gateway.ask(query, { headers });
      expect(answer.errors).toEqual([]);
    }
    expect(gateway.upstreamCalls()).toBe(1);
  });
});

describe('no-store', () => {
  test('keeps neither pages nor answers', async () => {
    const gateway = createTestGateway();
    await gateway.ask(query, wish('no-store'));
    await gateway.settle();
    expect(gateway.edgeCache.dump()).not.toContain('/entry/');
    const answer = await gateway.ask(query);
    expect([gateway.upstreamCalls(), answer.headers.get('cache-status')]).toEqual([
      2,
      'gateway-edge; fwd=miss, gateway-memory; fwd=miss',
    ]);
  });

  test('keeps no entries to be found by id either', async () => {
    const gateway = createTestGateway();
    const [node] = connectionOf(await gateway.ask(query, wish('no-store'))).nodes;
    const before = gateway.upstreamCalls();
    await gateway.ask(`{ testSession(id: "${String(node?.sessionId)}") { region provider } }`);
    expect(
      gateway.emulator
        .stats()
        .recent.slice(before)
        .some((path) => path.startsWith('/v1/test-sessions?')),
    ).toBe(true);
  });

  test('takes an entry that is there', async () => {
    const gateway = await createWarmGateway();
    await gateway.ask(query, wish('no-store'));
    expect(gateway.upstreamCalls()).toBe(1);
  });

  test('leaves what was kept before as it was', async () => {
    const gateway = await createWarmGateway();
    const before = gateway.edgeCache.dump();
    await gateway.clock.advance(1_000);
    await gateway.ask(query, wish('no-store, no-cache'));
    await gateway.settle();
    expect([gateway.upstreamCalls(), gateway.edgeCache.dump()]).toEqual([2, before]);
    expect((await gateway.ask(query)).headers.get('age')).toBe('1');
  });
});
