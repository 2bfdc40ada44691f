/** What is under way keeps the process, whether it ends well or not, and also when it began late. */

import { expect, test } from 'vitest';
import { createOpenWork } from '../../src/node/open-work.ts';

test('is idle with nothing under way', async () => {
  await expect(createOpenWork().whenIdle()).resolves.toBeUndefined();
});

test('waits for what failed, and for what began meanwhile', async () => {
  const work = createOpenWork();
  const first = Promise.withResolvers<void>();
  const second = Promise.withResolvers<void>();
  const log: string[] = [];
  work.add(first.promise);
  const idle = work.whenIdle().then(() => log.push('idle'));
  work.add(second.promise);
  first.reject(new Error('failed'));
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(log).toEqual([]);
  second.resolve();
  await idle;
  expect(log).toEqual(['idle']);
});
