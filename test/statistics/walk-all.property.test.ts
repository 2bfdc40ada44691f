/** Walks over all sessions that are done again and again while sessions come, in bursts of one second as well. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyFilter, type SessionFilter } from '../../src/domain/filter.ts';
import { type CachedWorld, createCachedWorld } from '../support/cached-world.ts';
import { readRawSessions } from './raw-sessions.ts';

const steps = fc.array(
  fc.record({
    coming: fc.oneof(
      { weight: 3, arbitrary: fc.integer({ min: 0, max: 12 }) },
      fc.integer({ min: 13, max: 130 }),
    ),
    /** Between two that come, milliseconds. */
    apartMs: fc.constantFrom(0, 10, 700, 5_000),
    pauseMs: fc.constantFrom(60_000, 60_000, 600_000, 4_000_000),
    isolate: fc.constantFrom(0, 0, 0, 1),
  }),
  { minLength: 4, maxLength: 12 },
);

const worlds = fc.record({
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  sessions: fc.integer({ min: 0, max: 450 }),
  tokens: fc.constantFrom('keyset' as const, 'offset' as const),
  pageSize: fc.constantFrom(10, 40, 100),
  branches: fc.constantFrom<readonly string[]>([], [], ['main']),
  statuses: fc.constantFrom<SessionFilter['statuses']>([], [], ['PASSED']),
  steps,
});

test('each session comes once, in order, and none is missed', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(worlds, async ({ steps: all, pageSize, branches, statuses, ...emulator }) => {
      const world = createCachedWorld({ emulator, vars: { UPSTREAM_PAGE_SIZE: `${pageSize}` } });
      const isolates = [world.newIsolate(), world.newIsolate()];
      const asked = { branches, statuses };
      const filter = { ...emptyFilter, ...asked };
      for (const { coming, apartMs, pauseMs, isolate: index } of all) {
        for (let i = 0; i < coming; i += 1) {
          world.emulator.addSessions([{ branchName: i % 3 === 0 ? 'main' : 'topic' }]);
          world.pass(apartMs);
        }
        world.pass(pauseMs);
        await world.settle();
        const { sessions, isAll } = await world.open(isolates[index] ?? world.newIsolate()).walkAll(filter);
        const ids = sessions.map(({ sessionId }) => sessionId);
        const raw = (await readRawSessions(world.emulator, asked, null, null)).map(({ id }) => id);
        expect([isAll, ids]).toEqual([isAll, isAll ? raw : raw.slice(0, ids.length)]);
        // Small pages meet the bound of thirty of them.
        expect(isAll || pageSize < 100).toBe(true);
        await world.settle();
      }
    }),
    { numRuns: 60 },
  );
});

test('a poll costs its head, and two calls more once in some 120 new sessions', async () => {
  const world: CachedWorld = createCachedWorld({ emulator: { sessions: 2_000 } });
  const isolate = world.newIsolate();
  const calls: number[] = [];
  for (let poll = 0; poll < 40; poll += 1) {
    const before = countCalls(world);
    await world.open(isolate).walkAll(emptyFilter);
    await world.settle();
    calls.push(countCalls(world) - before);
    world.pass(60_000);
    world.emulator.addSessions(Array(10).fill({}));
  }
  expect(calls.filter((count) => count !== 1)).toEqual([20, 3, 3, 3]);
});

function countCalls({ emulator }: CachedWorld): number {
  return Object.values(emulator.stats().requests).reduce((sum, count) => sum + count, 0);
}
