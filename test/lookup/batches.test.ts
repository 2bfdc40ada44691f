/** What is asked together is read together. Counted in workerd: in Node the same loader behaves otherwise. */

import { describe, expect, test } from 'vitest';
import type { PageRow, SessionPage } from '../../src/domain/page.ts';
import type { SessionSummary } from '../../src/domain/session.ts';
import { summaryMarginsMs } from '../../src/limits.ts';
import { createKnownSummaries } from '../../src/loaders/loaders.ts';
import { createRequestLoader } from '../../src/loaders/request-loader.ts';
import { createSummaryLoader } from '../../src/loaders/summary-loader.ts';
import { toSummaryWindows } from '../../src/loaders/summary-window.ts';
import { testStart } from '../support/test-gateway.ts';

const second = 1000;

const everyFact = {
  accountId: 'account',
  projectId: null,
  name: 'a session',
  provider: 'API',
  region: 'eu-west-1',
  errorGroupIds: [],
  running: null,
  passed: null,
  failed: null,
  cancelled: null,
  privateLocationId: null,
  invoker: null,
  repositoryUrl: null,
  commitSha: null,
  commitOwner: null,
  commitMessage: null,
  branch: null,
  environment: null,
  startedAt: testStart,
  createdAt: testStart,
  updatedAt: null,
};

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
    startedAt: testStart + seconds * second,
    stoppedAt: null,
    fetchedAt: testStart,
  }));
  const windows = toSummaryWindows(wanted, 30 * second).map(({ fromSeconds, toSeconds, wanted: members }) => [
    fromSeconds - testStart / second,
    toSeconds - testStart / second,
    members.map(({ sessionId }) => sessionId).join(),
  ]);
  expect(windows).toEqual([
    [-300, 300, '0'],
    [0, 300, '1,2'],
    [0, 600, '3'],
    [300, 600, '4'],
  ]);
});

describe('a cache entry of a window from before the detail', () => {
  const wanted = { sessionId: 'a', startedAt: testStart, stoppedAt: testStart, fetchedAt: testStart };
  const running = { ...everyFact, sessionId: 'a', status: 'RUNNING', stoppedAt: null } as const;
  const ended = { ...everyFact, sessionId: 'a', status: 'PASSED', stoppedAt: testStart } as const;

  /** Gives `old` until something newer is wanted, then `current`; the log has the time that was named. */
  function createWorld(
    old: SessionSummary | null,
    current: SessionSummary | null,
    known: SessionSummary | null = null,
  ) {
    const notBefores: number[] = [];
    const toRows = (entry: SessionSummary | null): PageRow[] =>
      entry === null ? [] : [{ kind: 'session', session: entry }];
    const load = createSummaryLoader({
      readPage: async (_request, { notBefore }): Promise<SessionPage> => {
        notBefores.push(notBefore);
        return notBefore === 0
          ? { rows: toRows(old), nextToken: null, fetchedAt: testStart - 5000 }
          : { rows: toRows(current), nextToken: null, fetchedAt: testStart };
      },
      knownSummaries: createKnownSummaries(async () => known),
      pageSize: 100,
    });
    return { load, notBefores };
  }

  test('is no proof that the session is not listed', async () => {
    const found = createWorld(null, ended);
    expect(await found.load(wanted)).toBe(ended);
    expect(found.notBefores).toEqual([0, testStart]);
    const missing = createWorld(null, null);
    await expect(missing.load(wanted)).rejects.toThrow('invalid-response');
    expect(missing.notBefores).toEqual(summaryMarginsMs.flatMap(() => [0, testStart]));
  });

  test('is not believed when it says that the session still runs', async () => {
    const { load, notBefores } = createWorld(running, ended);
    expect(await load(wanted)).toBe(ended);
    expect(notBefores).toEqual([0, testStart]);
  });

  test('that came by does not count either', async () => {
    const { load, notBefores } = createWorld(ended, ended, running);
    expect(await load(wanted)).toBe(ended);
    expect(notBefores).toEqual([0]);
  });

  test('does when the detail says the same', async () => {
    const { load, notBefores } = createWorld(null, null, running);
    expect(await load({ ...wanted, stoppedAt: null })).toBe(running);
    expect(notBefores).toEqual([]);
  });

  test('gives way to what the list says now, whatever that is', async () => {
    const { load } = createWorld(running, running);
    expect(await load(wanted)).toBe(running);
  });
});
