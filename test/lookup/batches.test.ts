/** What is asked together is read together. Counted in workerd: in Node the same loader behaves otherwise. */

import { expect, test } from 'vitest';
import type { SessionPage } from '../../src/domain/page.ts';
import { createEntryLoader } from '../../src/loaders/entry-loader.ts';
import { toEntryWindows } from '../../src/loaders/entry-window.ts';
import { createKnownEntries } from '../../src/loaders/known-entries.ts';
import { createRequestLoader } from '../../src/loaders/request-loader.ts';
import { stageStart } from '../support/stage.ts';

const second = 1000;

test('a hundred keys that are asked for at different depths of promises are one batch', async () => {
  const batches: number[] = [];
  const load = createRequestLoader<number, number>(
    async (keys) => {
      batches.push(keys.length);
      return keys;
    },
    (key) => String(key),
  );
  await Promise.all(
    Array.from({ length: 100 }, async (_, i) => {
      for (let turn = 0; turn < i; turn += 1) await Promise.resolve();
      return load(i);
    }),
  );
  expect(batches).toEqual([100]);
});

test('sessions near each other share a window, whatever margin is left around them', () => {
  const wanted = [10, 70, 200, 290, 400].map((seconds, i) => ({
    sessionId: String(i),
    startedAt: stageStart + seconds * second,
  }));
  const windows = toEntryWindows(wanted, 30 * second).map(({ fromSeconds, toSeconds, wanted: members }) => [
    fromSeconds - stageStart / second,
    toSeconds - stageStart / second,
    members.map(({ sessionId }) => sessionId).join(),
  ]);
  expect(windows).toEqual([
    [-300, 300, '0'],
    [0, 300, '1,2'],
    [0, 600, '3'],
    [300, 600, '4'],
  ]);
});

test('an old copy of a window is no proof that a session is not listed', async () => {
  const demands: number[] = [];
  const load = createEntryLoader({
    readPage: async (_request, { copyNotBefore }): Promise<SessionPage> => {
      demands.push(copyNotBefore);
      return { rows: [], nextToken: null, fetchedAt: copyNotBefore === 0 ? stageStart - 5000 : stageStart };
    },
    knownEntries: createKnownEntries(async () => null),
    pageSize: 100,
    now: stageStart,
  });
  await expect(load({ sessionId: 'gone', startedAt: stageStart })).rejects.toThrow('invalid-response');
  expect(demands).toEqual([0, stageStart, 0, stageStart]);
});
