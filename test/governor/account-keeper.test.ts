/** The Durable Object of one account, in workerd itself. */

import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';

const start = Date.parse('2026-11-24T12:00:00Z');
let names = 0;
/** An object that no other test knows. */
const newKeeper = () => env.ACCOUNTS.getByName(`keeper-${++names}`);

test('leases calls in the batches it is asked for, down to the last tenth, and those one at a time', async () => {
  const keeper = newKeeper();
  const leases: unknown[] = [];
  for (let i = 0; i < 6; i += 1) leases.push(await keeper.leaseCalls(8, 20, start));
  const some = (calls: number, isScarce: boolean) => ({ calls, isScarce, retryAfterSeconds: null });
  expect(leases).toEqual([
    some(8, false),
    some(8, false),
    some(2, false),
    some(1, true),
    some(1, true),
    { calls: 0, isScarce: true, retryAfterSeconds: 66 },
  ]);
});

test('leases again as soon as it says, and not before', async () => {
  const keeper = newKeeper();
  await keeper.leaseCalls(10, 9, start);
  const { retryAfterSeconds } = await keeper.leaseCalls(10, 9, start + 3_000);
  const again = start + 3_000 + Number(retryAfterSeconds) * 1_000;
  expect(await keeper.leaseCalls(10, 9, again - 1_000)).toMatchObject({ calls: 0, isScarce: true });
  expect(await keeper.leaseCalls(10, 9, again)).toEqual({
    calls: 9,
    isScarce: false,
    retryAfterSeconds: null,
  });
});

test('asked by many at once it never leases more than the limit', async () => {
  const keeper = newKeeper();
  const leases = await Promise.all(Array.from({ length: 50 }, () => keeper.leaseCalls(10, 100, start)));
  expect(leases.reduce((sum, { calls }) => sum + calls, 0)).toBe(100);
});

test('accounts do not share', async () => {
  const [a, b] = [newKeeper(), newKeeper()];
  await a.leaseCalls(10, 1, start);
  expect((await b.leaseCalls(10, 1, start)).calls).toBe(1);
});

test('remembers when it was purged, and 0 before', async () => {
  const keeper = newKeeper();
  expect(await keeper.purgedAt()).toBe(0);
  expect(await keeper.markPurged(start, 15_000)).toBe(0);
  expect(await keeper.markPurged(start + 5_000, 15_000)).toBe(10_000);
  expect(await keeper.purgedAt()).toBe(start);
});
