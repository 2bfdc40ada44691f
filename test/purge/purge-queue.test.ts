/** The queue of purges outlives the requests that feed it. */

import { expect, test } from 'vitest';
import { createPurgeQueue } from '../../src/http/purge-queue.ts';
import { minMsBetweenCachePurges } from '../../src/limits.ts';

function createWorld() {
  let now = 1_000_000;
  let isCut = false;
  const purged: string[][] = [];
  const work: Promise<unknown>[] = [];
  const queue = createPurgeQueue({
    fetch: () => Promise.reject(new Error('nobody asks')),
    now: () => now,
    // A request that is cut off never wakes up again.
    sleep: () => (isCut ? new Promise(() => {}) : Promise.resolve()),
    random: () => 0,
    newRequestId: () => 'request',
    edgeCache: { match: async () => undefined, put: async () => {} },
    log: () => {},
  });
  const add = async (accountTag: string) => {
    const purgePages = async (tags: readonly string[]) => void purged.push([...tags]);
    queue.add(accountTag, {
      accounts: null,
      fetchLoopback: null,
      purgePages,
      keepAlive: (more) => void work.push(more),
    });
    if (!isCut) await Promise.all(work);
  };
  return {
    add,
    purged,
    cutOff: (isOff: boolean) => {
      isCut = isOff;
      work.length = 0;
    },
    pass: (ms: number) => {
      now += ms;
    },
  };
}

test('purges at once where nothing was purged before', async () => {
  const { add, purged } = createWorld();
  await add('a');
  expect(purged).toEqual([['a']]);
});

test('a request that is cut off while it waits holds up nobody after it', async () => {
  const { add, purged, cutOff, pass } = createWorld();
  await add('a');
  cutOff(true);
  await add('b');
  cutOff(false);
  pass(3 * minMsBetweenCachePurges);
  await add('c');
  expect(purged).toEqual([['a'], ['b', 'c']]);
});
