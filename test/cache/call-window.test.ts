/** The calls of the last minute: never more than the limit in any 60 seconds, and never shut for longer than needed. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCallWindow } from '../../src/cache/call-window.ts';

const minuteMs = 60_000;
const start = Date.parse('2026-11-24T12:00:00.250Z');
/** Waits between calls, and how many calls are wished for at a time. */
const steps = fc.array(fc.record({ waitMs: fc.nat(20_000), wished: fc.integer({ min: 1, max: 5 }) }), {
  maxLength: 80,
});

test('there are never more calls than the limit in any 60 seconds', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), steps, (limit, wishes) => {
      const window = createCallWindow(limit);
      const calls: number[] = [];
      let now = start;
      for (const { waitMs, wished } of wishes) {
        now += waitMs;
        const granted = Math.min(wished, window.remaining(now));
        if (granted > 0) window.count(now, granted);
        calls.push(...Array.from({ length: granted }, () => now));
        const inLastMinute = calls.filter((at) => at > now - minuteMs).length;
        expect(inLastMinute).toBeLessThanOrEqual(limit);
        // The naive model counts the exact minute; whole seconds hold a call up to a second longer.
        const inWiderMinute = calls.filter((at) => at > now - minuteMs - 1_000).length;
        expect(window.remaining(now)).toBeGreaterThanOrEqual(limit - inWiderMinute);
      }
    }),
  );
});

test('there is room again after exactly the seconds that it says', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), steps, (limit, wishes) => {
      const window = createCallWindow(limit);
      let now = start;
      for (const { waitMs, wished } of wishes) {
        now += waitMs;
        if (window.remaining(now) > 0) {
          window.count(now, Math.min(wished, window.remaining(now)));
          continue;
        }
        const seconds = window.secondsUntilRoom(now);
        expect(seconds).toBeGreaterThanOrEqual(1);
        expect(seconds).toBeLessThanOrEqual(61);
        expect(roomAround(window, now, seconds)).toEqual({ before: 0, after: true });
      }
    }),
  );
});

/** A second before it is said to have room, and then. */
function roomAround(window: ReturnType<typeof createCallWindow>, now: number, seconds: number) {
  const wholeSecond = Math.floor(now / 1000) * 1000;
  const before = seconds === 1 ? 0 : window.remaining(wholeSecond + (seconds - 1) * 1000);
  return { before, after: window.remaining(wholeSecond + seconds * 1000) > 0 };
}

test('a window at its limit, and one past it', () => {
  const window = createCallWindow(3);
  window.count(start, 3);
  expect([window.remaining(start), window.secondsUntilRoom(start)]).toEqual([0, 61]);
  window.count(start + 1_000, 1);
  expect(window.remaining(start + 1_000)).toBe(0);
  expect(window.remaining(start + 60_000)).toBe(0);
  expect(window.remaining(start + 61_000)).toBe(2);
});

test('an empty window has room at once', () => {
  const window = createCallWindow(1);
  expect([window.remaining(start), window.secondsUntilRoom(start)]).toEqual([1, 1]);
});
