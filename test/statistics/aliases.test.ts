/** What a question about many sessions works out, it works out once, under however many aliases it is asked for. */

import { expect, test, vi } from 'vitest';
import { createBucketStore, tallyAll, tallyByInterval } from '../../src/statistics/buckets.ts';
import { findRedStreaks, flakiestFirst, slowestFirst, toCourses } from '../../src/statistics/colours.ts';
import { groupSessions, largestGroups } from '../../src/statistics/groups.ts';
import { createMemo } from '../../src/statistics/memo.ts';
import { createTally, toDurations } from '../../src/statistics/tally.ts';
import { readTimeZone } from '../../src/statistics/time-zone.ts';
import { createTestGateway } from '../support/test-gateway.ts';

function aliases(count: number, field: string): string {
  return Array.from({ length: count }, (_, i) => `a${i}: ${field}`).join(' ');
}

test('a time zone is asked no more often for 320 aliases than for one', async () => {
  const asks = vi.spyOn(Intl.DateTimeFormat.prototype, 'formatToParts');
  const count = async (roots: number, fields: number): Promise<number> => {
    const gateway = createTestGateway({ emulator: { sessions: 60 } });
    asks.mockClear();
    // What is compared makes no whole page, whose intervals would be kept.
    const arguments_ = '(interval: HOUR, timeZone: "Europe/Berlin", filter: { durationMs: { min: 0 } })';
    const { errors } = await gateway.ask(
      `{ ${aliases(roots, `testSessionStatistics${arguments_} { ...F }`)} }
      fragment F on TestSessionStatistics { ${aliases(fields, 'intervals { from }')} }`,
    );
    expect(errors).toEqual([]);
    return asks.mock.calls.length;
  };
  const once = await count(1, 1);
  expect(once).toBeGreaterThan(10);
  expect(await count(8, 40)).toBe(once);
});

test('each part of an answer is made once', () => {
  const store = createBucketStore();
  const zone = readTimeZone('UTC');
  if (zone === null) throw new Error('no UTC');
  const parts: readonly ((subject: readonly never[]) => unknown)[] = [
    (batches) => tallyAll(batches, store),
    (batches) => tallyByInterval(batches, store, 'DAY', zone),
    (sessions) => groupSessions(sessions, 'NAME'),
    slowestFirst,
    toCourses,
    findRedStreaks,
    flakiestFirst,
  ];
  for (const part of parts) {
    const subject: readonly never[] = [];
    expect(part(subject)).toBe(part(subject));
    expect(part(subject)).not.toBe(part([]));
  }
  const tally = createTally();
  expect(toDurations(tally)).toBe(toDurations(tally));
});

test('groups are sorted once', () => {
  const groups = groupSessions([], 'NAME');
  const sort = vi.spyOn(Array.prototype, 'toSorted');
  largestGroups(groups, 1);
  largestGroups(groups, 2);
  expect(sort).toHaveBeenCalledTimes(1);
});

test('one subject has a value for each name, another its own', () => {
  const memo = createMemo<number>();
  const [one, other] = [{}, {}];
  let next = 0;
  const ask = (subject: object, name: string) => memo(subject, name, () => ++next);
  expect([ask(one, 'a'), ask(one, 'b'), ask(other, 'a'), ask(one, 'a'), ask(other, 'a')]).toEqual([
    1, 2, 3, 1, 3,
  ]);
});
