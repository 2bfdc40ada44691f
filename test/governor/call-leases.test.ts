/** How an isolate leases calls from the account's Durable Object: seldom, few when it is idle, and none for nothing. */

import { expect, test } from 'vitest';
import type { AccountPort } from '../../src/cache/account-port.ts';
import { createLocalGovernor } from '../../src/cache/governor.ts';
import { createMemoryStore } from '../../src/cache/memory-store.ts';
import { type CallCredit, createSharedGovernor } from '../../src/cache/shared-governor.ts';
import { branch, createCountedKeepers, createSharedGateway, warm } from './shared-gateway.ts';

test('the object is asked on misses only, by a busy isolate once for ten calls', async () => {
  const { counted, keepers } = createCountedKeepers();
  const gateway = createSharedGateway(600, keepers);
  await warm(gateway);
  counted.leases = 0;
  const leases: number[] = [];
  for (let i = 0; i < 36; i += 1) {
    await gateway.ask(branch(i));
    await gateway.ask(branch(i));
    leases.push(counted.leases);
  }
  // One call, two, four, eight, then ten at a time.
  const at = (calls: number) => leases[calls - 1];
  expect([1, 2, 3, 4, 7, 8, 15, 16, 25, 26, 35, 36].map(at)).toEqual([1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7]);
});

test('an isolate that seldom misses leases no more than it needs', async () => {
  const { counted, keepers } = createCountedKeepers();
  const gateway = createSharedGateway(600, keepers);
  await warm(gateway);
  Object.assign(counted, { leases: 0, calls: 0 });
  for (let i = 0; i < 5; i += 1) {
    await gateway.ask(branch(i));
    await gateway.clock.advance(6_000);
  }
  // And the call that introduced the key.
  expect([counted.leases, counted.calls]).toEqual([5, 6]);
});

test('the call that introduces a key is owed, and leased with the next one', async () => {
  const { counted, keepers } = createCountedKeepers();
  const gateway = createSharedGateway(600, keepers);
  expect((await gateway.ask(branch('stranger'))).errors).toEqual([]);
  expect([counted.leases, counted.calls]).toEqual([0, 0]);
  expect((await gateway.ask(branch('known'))).errors).toEqual([]);
  expect([counted.leases, counted.calls]).toEqual([1, 2]);
});

test('retries beyond a lease are paid for by the next one', async () => {
  const leased: number[] = [];
  const accounts: AccountPort = {
    async leaseCalls(_tag, calls) {
      leased.push(calls);
      return { calls: 2, isScarce: false, retryAfterSeconds: null };
    },
    marks: { read: async () => 0, write: async () => 0 },
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

test('a call that comes back when its lease is over is not made on it', async () => {
  let now = 0;
  const clock = () => now;
  const leasedAt: number[] = [];
  const accounts: AccountPort = {
    async leaseCalls(_tag, calls, at) {
      leasedAt.push(at);
      return { calls, isScarce: false, retryAfterSeconds: null };
    },
    marks: { read: async () => 0, write: async () => 0 },
  };
  const credits = createMemoryStore<CallCredit>(1_000);
  const governor = createSharedGovernor(credits, accounts, createLocalGovernor(clock, 600), clock);
  await governor.take('a', true);
  now = 20_000;
  governor.giveBack('a', 0);
  await governor.take('a', true);
  expect(leasedAt).toEqual([0, 20_000]);
});
