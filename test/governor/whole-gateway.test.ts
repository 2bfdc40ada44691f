/** With the Durable Object bound, all isolates together stay under the account's limit. */

import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { AccountPort } from '../../src/cache/account-port.ts';
import { createLocalGovernor } from '../../src/cache/governor.ts';
import { createMemoryStore } from '../../src/cache/memory-store.ts';
import { type CallCredit, createSharedGovernor } from '../../src/cache/shared-governor.ts';
import type { KeeperNamespace } from '../../src/http/account-keepers.ts';
import { createStage, type Stage } from '../support/stage.ts';

const branch = (name: number | string) =>
  `{ testSessions(first: 1, filter: {branches: ["branch-${name}"]}) { nodes { id } } }`;
let secrets = 0;

/** Its own secret gives each stage an object of its own. */
function createSharedStage(limit: number, keepers: KeeperNamespace = env.ACCOUNTS): Stage {
  const vars = {
    UPSTREAM_CALLS_PER_MINUTE: String(limit),
    CACHE_PARTITION_SECRET: `for-tests-only-not-a-secret-governor-${++secrets}`,
  };
  return createStage({ emulator: { sessions: 20 }, vars, bindings: { ACCOUNTS: keepers } });
}

/** The namespace, how often an object was asked for calls, and for how many. */
function createCountedKeepers() {
  const counted = { leases: 0, calls: 0 };
  const keepers: KeeperNamespace = {
    getByName(name) {
      const keeper = env.ACCOUNTS.getByName(name);
      return {
        leaseCalls(calls, limit, now) {
          counted.leases += 1;
          counted.calls += calls;
          return keeper.leaseCalls(calls, limit, now);
        },
        purgedAt: () => keeper.purgedAt(),
        markPurged: (at) => keeper.markPurged(at),
      };
    },
  };
  return { counted, keepers };
}

test('two isolates together make no more calls than the limit in any 60 seconds', async () => {
  const stage = createSharedStage(12);
  const isolates = [stage, stage.newIsolate()];
  const madeAt: number[] = [];
  for (let i = 0; i < 70; i += 1) {
    const before = stage.upstreamCalls();
    await isolates[i % 2]?.ask(branch(i));
    for (let made = before; made < stage.upstreamCalls(); made += 1) madeAt.push(stage.clock.now());
    await stage.clock.advance(i % 7 === 0 ? 5_500 : 1_100);
  }
  expect(madeAt.length).toBeGreaterThan(20);
  for (const at of madeAt) {
    expect(madeAt.filter((other) => other > at - 60_000 && other <= at).length).toBeLessThanOrEqual(12);
  }
});

test('calls that were leased and not made for long are leased anew', async () => {
  const stage = createSharedStage(20);
  const [a, b] = [stage, stage.newIsolate()];
  const steps: readonly (readonly [typeof b, calls: number, waitMs: number])[] = [
    [a, 1, 59_000],
    [b, 9, 500],
    [a, 9, 1_500],
    [a, 20, 0],
  ];
  const madeAt: number[] = [];
  for (const [isolate, calls, waitMs] of steps) {
    for (let i = 0; i < calls; i += 1) {
      const before = stage.upstreamCalls();
      await isolate.ask(branch(`${madeAt.length}-${i}`));
      if (stage.upstreamCalls() > before) madeAt.push(stage.clock.now());
    }
    await stage.clock.advance(waitMs);
  }
  expect(madeAt.filter((at) => at > stage.clock.now() - 60_000).length).toBeLessThanOrEqual(20);
});

test('past the limit both are told when to come back, and serve what they have', async () => {
  const stage = createSharedStage(4);
  const other = stage.newIsolate();
  for (let i = 0; i < 4; i += 1) await stage.ask(branch(i));
  await stage.settle();
  const answer = await other.ask(branch('new'));
  expect(answer.errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED', retryAfter: 66 } }]);
  await stage.clock.advance(50_000);
  expect((await other.ask(branch(0))).extensions).toEqual({
    cost: { upstreamCalls: 0, savedCalls: 1 },
    stale: [{ reason: 'budget', ageSeconds: 50 }],
  });
});

test('the object is asked on misses only, by a busy isolate once for ten calls', async () => {
  const { counted, keepers } = createCountedKeepers();
  const stage = createSharedStage(600, keepers);
  const leases: number[] = [];
  for (let i = 0; i < 36; i += 1) {
    await stage.ask(branch(i));
    await stage.ask(branch(i));
    leases.push(counted.leases);
  }
  // One call, two, four, eight, then ten at a time.
  const at = (calls: number) => leases[calls - 1];
  expect([1, 2, 3, 4, 7, 8, 15, 16, 25, 26, 35, 36].map(at)).toEqual([1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7]);
});

test('an isolate that seldom misses leases no more than it needs', async () => {
  const { counted, keepers } = createCountedKeepers();
  const stage = createSharedStage(600, keepers);
  for (let i = 0; i < 5; i += 1) {
    await stage.ask(branch(i));
    await stage.clock.advance(6_000);
  }
  expect([counted.leases, counted.calls]).toEqual([5, 5]);
});

test('where the object cannot be reached, each isolate governs itself', async () => {
  const broken = () => Promise.reject(new Error('the object is gone'));
  const stage = createSharedStage(3, {
    getByName: () => ({ leaseCalls: broken, purgedAt: async () => 0, markPurged: async () => {} }),
  });
  const codes: unknown[] = [];
  for (let i = 0; i < 4; i += 1) codes.push((await stage.ask(branch(i))).errors[0]?.extensions.code);
  expect([codes, stage.upstreamCalls()]).toEqual([[undefined, undefined, undefined, 'RATE_LIMITED'], 3]);
});

test('retries beyond a lease are paid for by the next one', async () => {
  const leased: number[] = [];
  const accounts: AccountPort = {
    async leaseCalls(_tag, calls) {
      leased.push(calls);
      return { calls: 2, isScarce: false, retryAfterSeconds: null };
    },
    marks: { read: async () => 0, write: async () => {} },
  };
  const now = () => 1_000;
  const credits = createMemoryStore<CallCredit>(1_000);
  const governor = createSharedGovernor(credits, accounts, createLocalGovernor(now, 600), now);
  const taken = { kind: 'taken', takenAt: 1_000 };
  expect(await governor.take('a', true)).toEqual(taken);
  for (let i = 0; i < 2; i += 1) governor.count('a');
  expect([await governor.take('a', true), leased.length]).toEqual([taken, 2]);
  expect([await governor.take('a', true), leased.length]).toEqual([taken, 3]);
  governor.giveBack('a', 1_000);
  expect([await governor.take('a', false), await governor.take('a', false), leased.length]).toEqual([
    taken,
    taken,
    3,
  ]);
});
