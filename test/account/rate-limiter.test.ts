/** Calls of one account: never more than the limit in any 60 seconds, never refused for longer than needed, the last tenth for readers with nothing cached, the last half for what readers asked for. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRateLimiter, type RateLimiter } from '../../src/account/rate-limiter.ts';
import type { CallPriority } from '../../src/domain/upstream.ts';

const minuteMs = 60_000;
const start = Date.parse('2026-11-24T12:00:00.250Z');
/** Waits between calls, and how many calls are asked for at a time. */
const steps = fc.array(fc.record({ waitMs: fc.nat(20_000), asked: fc.integer({ min: 1, max: 5 }) }), {
  maxLength: 80,
});

test('there are never more calls than the limit in any 60 seconds', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), steps, (limit, plan) => {
      const limiter = createRateLimiter(limit);
      const calls: number[] = [];
      let now = start;
      for (const { waitMs, asked } of plan) {
        now += waitMs;
        const made = Math.min(asked, limiter.remaining(now));
        if (made > 0) limiter.count(now, made);
        calls.push(...Array.from({ length: made }, () => now));
        const inLastMinute = calls.filter((at) => at > now - minuteMs).length;
        expect(inLastMinute).toBeLessThanOrEqual(limit);
        // The naive model counts the exact minute; whole seconds hold a call up to a second longer.
        const inWiderMinute = calls.filter((at) => at > now - minuteMs - 1_000).length;
        expect(limiter.remaining(now)).toBeGreaterThanOrEqual(limit - inWiderMinute);
      }
    }),
  );
});

test('there is room again after exactly the seconds that it says', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), steps, (limit, plan) => {
      const limiter = createRateLimiter(limit);
      let now = start;
      for (const { waitMs, asked } of plan) {
        now += waitMs;
        if (limiter.remaining(now) > 0) {
          limiter.count(now, Math.min(asked, limiter.remaining(now)));
          continue;
        }
        const seconds = limiter.secondsUntilRoom(now);
        expect(seconds).toBeGreaterThanOrEqual(1);
        expect(seconds).toBeLessThanOrEqual(61);
        expect(roomAround(limiter, now, seconds)).toEqual({ before: 0, after: true });
      }
    }),
  );
});

/** A second before it is said to have room, and then. */
function roomAround(limiter: RateLimiter, now: number, seconds: number) {
  const wholeSecond = Math.floor(now / 1000) * 1000;
  const before = seconds === 1 ? 0 : limiter.remaining(wholeSecond + (seconds - 1) * 1000);
  return { before, after: limiter.remaining(wholeSecond + seconds * 1000) > 0 };
}

test('a limiter at its limit, and one past it', () => {
  const limiter = createRateLimiter(3);
  limiter.count(start, 3);
  expect([limiter.remaining(start), limiter.secondsUntilRoom(start)]).toEqual([0, 61]);
  limiter.count(start + 1_000, 1);
  expect(limiter.remaining(start + 1_000)).toBe(0);
  expect(limiter.remaining(start + 60_000)).toBe(0);
  expect(limiter.remaining(start + 61_000)).toBe(2);
});

test('an unused limiter has room at once', () => {
  const limiter = createRateLimiter(1);
  expect([limiter.remaining(start), limiter.secondsUntilRoom(start)]).toEqual([1, 1]);
});

describe('acquiring calls', () => {
  /** Calls that are acquired at once until one is not, and what it is told. */
  function acquireAll(limiter: RateLimiter, now: number, priority: CallPriority) {
    for (let calls = 0; ; calls += 1) {
      const acquisition = limiter.acquire(now, priority);
      if (acquisition.kind !== 'acquired') return { calls, acquisition };
    }
  }

  test('a foreground call is made until the last one of the minute', () => {
    const limiter = createRateLimiter(20);
    expect(acquireAll(limiter, start, 'foreground')).toEqual({
      calls: 20,
      acquisition: { kind: 'exhausted', retryAfterSeconds: 61 },
    });
    expect(limiter.remaining(start)).toBe(0);
  });

  test('a background call gives way in the last tenth, which the foreground can still have', () => {
    const limiter = createRateLimiter(20);
    expect(acquireAll(limiter, start, 'background')).toEqual({
      calls: 18,
      acquisition: { kind: 'reserved' },
    });
    expect(limiter.remaining(start)).toBe(2);
    expect(acquireAll(limiter, start, 'foreground').calls).toBe(2);
    expect(limiter.acquire(start, 'background')).toEqual({ kind: 'reserved' });
  });

  test('a call ahead gives way in the last half, which refreshes can still have but for the last tenth', () => {
    const limiter = createRateLimiter(20);
    expect(acquireAll(limiter, start, 'ahead')).toEqual({ calls: 10, acquisition: { kind: 'reserved' } });
    expect(acquireAll(limiter, start, 'background').calls).toBe(8);
    expect(acquireAll(limiter, start, 'foreground').calls).toBe(2);
    expect(limiter.acquire(start, 'ahead')).toEqual({ kind: 'reserved' });
  });

  test('the only call of a minute is none ahead', () => {
    expect(createRateLimiter(1).acquire(start, 'ahead')).toEqual({ kind: 'reserved' });
  });

  test('a call that is not acquired is not counted', () => {
    const limiter = createRateLimiter(10);
    acquireAll(limiter, start, 'background');
    for (let i = 0; i < 5; i += 1) limiter.acquire(start, 'background');
    expect(limiter.remaining(start)).toBe(1);
    acquireAll(limiter, start, 'foreground');
    for (let i = 0; i < 5; i += 1) limiter.acquire(start + 30_000, 'foreground');
    expect(limiter.remaining(start + 61_000)).toBe(10);
  });

  test('a call is acquired again when the time that was told is over, and not a second earlier', () => {
    const limiter = createRateLimiter(1);
    limiter.acquire(start, 'foreground');
    expect(limiter.acquire(start + 20_000, 'foreground')).toEqual({
      kind: 'exhausted',
      retryAfterSeconds: 41,
    });
    expect(limiter.acquire(start + 60_000, 'foreground').kind).toBe('exhausted');
    expect(limiter.acquire(start + 61_000, 'foreground').kind).toBe('acquired');
  });

  test('calls made elsewhere count', () => {
    const limiter = createRateLimiter(10);
    limiter.count(start, 9);
    expect(limiter.acquire(start, 'background')).toEqual({ kind: 'reserved' });
    expect(acquireAll(limiter, start, 'foreground').calls).toBe(1);
  });

  test.each([1, 9])('of %d calls a minute none is reserved', (limit) => {
    const limiter = createRateLimiter(limit);
    const { calls, acquisition } = acquireAll(limiter, start, 'background');
    expect([calls, acquisition.kind]).toEqual([limit, 'reserved']);
    expect(limiter.acquire(start, 'foreground').kind).toBe('exhausted');
  });
});
