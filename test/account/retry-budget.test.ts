/** Retries add at most a tenth to the calls of an account's last minute, or ten where that is more. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createAccountState } from '../../src/account/account-state.ts';
import { createRetryBudget } from '../../src/account/retry-budget.ts';
import { createAccountWorld, testSettings, toCall } from './account-world.ts';

const start = Date.parse('2026-11-24T12:00:00Z');

function createBudget(calls: number) {
  const budget = createRetryBudget();
  for (let i = 0; i < calls; i += 1) budget.countCall(start);
  return budget;
}

/** How many retries may be made one after the other. */
function countRetries(budget: ReturnType<typeof createRetryBudget>, now: number): number {
  let retries = 0;
  while (budget.spend(now)) retries += 1;
  return retries;
}

describe('the budget', () => {
  test.each([
    [0, 10],
    [1, 10],
    [100, 10],
    [109, 10],
    [110, 11],
    [600, 60],
  ])('of %i calls is %i retries, and not one more', (calls, retries) => {
    expect(countRetries(createBudget(calls), start)).toBe(retries);
  });

  test('grows with the calls that follow', () => {
    const budget = createBudget(100);
    expect(countRetries(budget, start)).toBe(10);
    for (let i = 0; i < 10; i += 1) budget.countCall(start + 1_000);
    expect([budget.spend(start + 1_000), budget.spend(start + 1_000)]).toEqual([true, false]);
  });

  test('forgets calls and retries that are a minute old, and not sooner', () => {
    const budget = createBudget(600);
    expect(countRetries(budget, start)).toBe(60);
    expect(countRetries(budget, start + 60_999)).toBe(0);
    expect(countRetries(budget, start + 61_000)).toBe(10);
  });

  test('holds for every minute of any course of calls and retries', () => {
    const step = fc.record({ waitMs: fc.nat(30_000), calls: fc.nat(200), retries: fc.nat(40) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const budget = createRetryBudget();
        const made: { at: number; calls: number; retries: number }[] = [];
        let now = start;
        for (const { waitMs, calls, retries } of steps) {
          now += waitMs;
          for (let i = 0; i < calls; i += 1) budget.countCall(now);
          const allowed = Array.from({ length: retries }, () => budget.spend(now)).filter(Boolean).length;
          made.push({ at: now, calls, retries: allowed });
          // Calls of the second at the window's edge still count.
          const sum = (of: 'calls' | 'retries', withinMs: number) =>
            made.filter(({ at }) => at > now - withinMs).reduce((all, each) => all + each[of], 0);
          if (allowed > 0)
            expect(sum('retries', 60_000)).toBeLessThanOrEqual(Math.max(10, sum('calls', 61_000) / 10));
        }
      }),
    );
  });
});

/** The credential's first call is counted before upstream has accepted it, so the account has one less. */
test.each([
  [30, 10],
  [300, 29],
])(
  'an account that makes %i reads, while every other call fails, retries %i of them',
  async (reads, retries) => {
    const world = createAccountWorld(
      (_path, nth) => new Response('[]', { status: nth % 2 === 0 ? 503 : 200 }),
      { callsPerMinute: 600 },
    );
    let failed = 0;
    for (let i = 0; i < reads; i += 1) {
      const { result } = await world.clock.run(world.account.call(toCall(`/${i}`)));
      if (result.kind === 'failure') failed += 1;
    }
    const calls = reads + retries;
    expect([world.calls.length, failed]).toEqual([calls, Math.floor(calls / 2) - retries]);
  },
);

test('a credential that upstream has not accepted uses up no retries but its own', () => {
  const state = createAccountState(testSettings, null, () => {});
  state.accept('known', start, start);
  expect(countRetries(state.guardsOf('unknown').retries, start)).toBe(10);
  expect(countRetries(state.guardsOf('known').retries, start)).toBe(10);
});
