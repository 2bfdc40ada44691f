/** An upstream that keeps failing is asked by one probe at a time, and whole again with the first answer. */

import { describe, expect, test } from 'vitest';
import { createCircuitBreaker } from '../../src/account/circuit-breaker.ts';
import type { UpstreamFailure } from '../../src/errors/upstream-error.ts';
import { createAccountWorld, toCall } from './account-world.ts';

const start = Date.parse('2026-11-24T12:00:00Z');
const down: UpstreamFailure = { kind: 'unavailable', status: 503 };

function openBreaker() {
  const breaker = createCircuitBreaker();
  for (let i = 0; i < 5; i += 1) breaker.record(down, start, false);
  return breaker;
}

describe('the circuit', () => {
  test('opens with the fifth failure in a row, and not with the fourth', () => {
    const breaker = createCircuitBreaker();
    for (let i = 0; i < 4; i += 1) breaker.record(down, start, false);
    expect(breaker.admit(start)).toBe('closed');
    breaker.record({ kind: 'timeout' }, start, false);
    expect(breaker.admit(start)).toEqual({ kind: 'timeout' });
  });

  test.each<[string, UpstreamFailure | null]>([
    ['an answer', null],
    ['a 404', { kind: 'refused', status: 404 }],
    ['a 401', { kind: 'unauthenticated' }],
    ['a 429', { kind: 'rate-limited', retryAfterSeconds: null }],
  ])('stays closed where %s comes between', (_case, between) => {
    const breaker = createCircuitBreaker();
    for (let i = 0; i < 8; i += 1) breaker.record(i === 4 ? between : down, start, false);
    expect(breaker.admit(start)).toBe('closed');
  });

  test('is not opened by 500s, nor by failures of another minute', () => {
    const breaker = createCircuitBreaker();
    for (let i = 0; i < 9; i += 1) breaker.record({ kind: 'unavailable', status: 500 }, start, false);
    for (let i = 0; i < 9; i += 1) breaker.record(down, start + i * 60_000, false);
    expect(breaker.admit(start + 480_000)).toBe('closed');
  });

  test('lets one probe through after five seconds, and waits twice as long with each that fails, up to a minute', () => {
    const breaker = openBreaker();
    let now = start;
    const waits: number[] = [];
    for (let probes = 0; probes < 6; probes += 1) {
      const since = now;
      while (breaker.admit(now) !== 'probe') now += 500;
      waits.push(now - since);
      expect(breaker.admit(now)).toEqual(down);
      breaker.record(down, now, true);
    }
    expect(waits).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
  });

  test('closes with a probe that is answered', () => {
    const breaker = openBreaker();
    expect(breaker.admit(start + 5_000)).toBe('probe');
    breaker.record(null, start + 5_100, true);
    expect([breaker.admit(start + 5_100), breaker.admit(start + 5_100)]).toEqual(['closed', 'closed']);
  });

  test('gives a probe that is lost ten seconds, and one that was abandoned none', () => {
    const breaker = openBreaker();
    breaker.admit(start + 5_000);
    expect(breaker.admit(start + 14_999)).toEqual(down);
    expect(breaker.admit(start + 15_000)).toBe('probe');
    breaker.abandonProbe(start + 15_000);
    expect(breaker.admit(start + 15_000)).toBe('probe');
  });
});

describe('an account', () => {
  test('asks upstream no more once it is down, and waits for the probe when it may be well again', async () => {
    let isDown = true;
    const world = createAccountWorld(() => new Response('[]', { status: isDown ? 503 : 200 }));
    const failure = { kind: 'failure', failure: down };
    const ask = async (...paths: readonly string[]) => {
      const asked = Promise.all(paths.map((path) => world.account.call(toCall(path))));
      return (await world.clock.run(asked)).map(({ result }) => result);
    };
    expect([await ask('/a'), await ask('/b'), await ask('/c')]).toEqual([[failure], [failure], [failure]]);
    expect(world.calls).toEqual(['/a', '/a', '/a', '/b', '/b']);
    await world.clock.advance(5_000);
    isDown = false;
    const results = await ask('/d', '/e', '/f');
    expect(results.map(({ kind }) => kind)).toEqual(['answer', 'answer', 'answer']);
    expect(world.calls.slice(5)).toEqual(['/d', '/e', '/f']);
  });
});
