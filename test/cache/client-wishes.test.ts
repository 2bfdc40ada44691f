/** What a client's own Cache-Control does: `no-cache` reads through, within a floor, and `no-store` leaves nothing behind. */

import { describe, expect, test } from 'vitest';
import { demoAccountId, demoKey } from '../emulator/accounts.ts';
import { connectionOf } from '../support/answer.ts';
import { createStage, demoHeaders, type StageOptions } from '../support/stage.ts';

const query = '{ testSessions(first: 1) { nodes { id sessionId } } }';
const production = { NO_CACHE_FLOOR_SECONDS: '5' };
const wish = (cacheControl: string) => ({ headers: { ...demoHeaders, 'cache-control': cacheControl } });

async function createWarmStage(options: StageOptions = {}) {
  const stage = createStage(options);
  await stage.ask(query);
  await stage.settle();
  await stage.clock.advance(1);
  return stage;
}

describe('a client that asks for nothing older than now', () => {
  test.each([
    ['no-cache', { 'cache-control': 'no-cache' }],
    ['NO-CACHE among others', { 'cache-control': 'no-transform, NO-CACHE' }],
    ['max-age=0', { 'cache-control': 'max-age=0' }],
    ['the old Pragma', { pragma: 'no-cache' }],
  ])('reads through with %s', async (_case, headers) => {
    const stage = await createWarmStage();
    const answer = await stage.ask(query, { headers: { ...demoHeaders, ...headers } });
    expect([stage.upstreamCalls(), answer.headers.get('age')]).toEqual([2, '0']);
  });

  test.each([
    ['max-age=60', { 'cache-control': 'max-age=60' }],
    ['a word that only holds it', { 'cache-control': 'no-cached, xno-cache' }],
    ['a Pragma that Cache-Control overrules', { pragma: 'no-cache', 'cache-control': 'max-age=60' }],
    ['nothing', {}],
  ])('is served a copy with %s', async (_case, headers) => {
    const stage = await createWarmStage();
    await stage.ask(query, { headers: { ...demoHeaders, ...headers } });
    expect(stage.upstreamCalls()).toBe(1);
  });

  test('reads each page through at most once in the floor of 5 s, in one isolate or two', async () => {
    const stage = await createWarmStage({ vars: production });
    const other = stage.newIsolate();
    const calls: number[] = [];
    for (let second = 0; second < 20; second += 1) {
      await stage.ask(query, wish('no-cache'));
      await stage.settle();
      await other.ask(query, wish('no-cache'));
      await stage.settle();
      calls.push(stage.upstreamCalls());
      await stage.clock.advance(1_000);
    }
    expect(calls).toEqual(Array.from({ length: 20 }, (_, second) => 1 + Math.floor(second / 5)));
  });

  test('gets a copy of exactly the floor’s age, and none a millisecond older', async () => {
    // With nothing running, the page itself is fresh for longer than the floor.
    const stage = await createWarmStage({ vars: production, emulator: { sessions: 0 } });
    await stage.clock.advance(4_999);
    await stage.ask(query, wish('no-cache'));
    expect(stage.upstreamCalls()).toBe(1);
    await stage.clock.advance(1);
    await stage.ask(query, wish('no-cache'));
    expect(stage.upstreamCalls()).toBe(2);
  });

  test('gets an old copy when upstream fails', async () => {
    const stage = await createWarmStage();
    stage.emulator.setFaults([{ status: 500 }]);
    const answer = await stage.ask(query, wish('no-cache'));
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
    const stage = createStage({ vars });
    await stage.ask(query, { headers: {} });
    for (const headers of [
      { 'cache-control': 'no-cache' },
      { 'cache-control': 'max-age=0' },
      { pragma: 'no-cache' },
    ]) {
      await stage.clock.advance(1_000);
      const answer = await stage.ask(query, { headers });
      expect(answer.errors).toEqual([]);
    }
    expect(stage.upstreamCalls()).toBe(1);
  });
});

describe('no-store', () => {
  test('keeps neither pages nor answers', async () => {
    const stage = createStage();
    await stage.ask(query, wish('no-store'));
    await stage.settle();
    expect(stage.edgeCache.dump()).not.toContain('/copy/');
    const answer = await stage.ask(query);
    expect([stage.upstreamCalls(), answer.headers.get('cache-status')]).toEqual([
      2,
      'gateway-edge; fwd=miss, gateway-memory; fwd=miss',
    ]);
  });

  test('keeps no entries to be found by id either', async () => {
    const stage = createStage();
    const [node] = connectionOf(await stage.ask(query, wish('no-store'))).nodes;
    const before = stage.upstreamCalls();
    await stage.ask(`{ testSession(id: "${String(node?.sessionId)}") { region provider } }`);
    expect(
      stage.emulator
        .stats()
        .recent.slice(before)
        .some((path) => path.startsWith('/v1/test-sessions?')),
    ).toBe(true);
  });

  test('takes a copy that is there', async () => {
    const stage = await createWarmStage();
    await stage.ask(query, wish('no-store'));
    expect(stage.upstreamCalls()).toBe(1);
  });

  test('leaves what was kept before as it was', async () => {
    const stage = await createWarmStage();
    const before = stage.edgeCache.dump();
    await stage.clock.advance(1_000);
    await stage.ask(query, wish('no-store, no-cache'));
    await stage.settle();
    expect([stage.upstreamCalls(), stage.edgeCache.dump()]).toEqual([2, before]);
    expect((await stage.ask(query)).headers.get('age')).toBe('1');
  });
});
