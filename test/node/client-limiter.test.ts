/** The limit for one client of a process: so many units in a minute, each client by itself. */

import { expect, test } from 'vitest';
import { createClientLimiter } from '../../src/node/client-limiter.ts';

test('allows the units of a minute and refuses one more, until the minute is over', async () => {
  let now = 1_000;
  const limiter = createClientLimiter(() => now, 2);
  const spend = async (key: string): Promise<boolean> => (await limiter.limit({ key })).success;
  expect([await spend('a'), await spend('a'), await spend('a')]).toEqual([true, true, false]);
  expect(await spend('b')).toBe(true);
  now += 59_999;
  expect(await spend('a')).toBe(false);
  now += 1;
  expect(await spend('a')).toBe(true);
});
