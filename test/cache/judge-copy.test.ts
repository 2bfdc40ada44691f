/** What a copy is good for, at every boundary of its life and one past it. */

import { describe, expect, test } from 'vitest';
import {
  type Copy,
  type CopyDemand,
  type FreshnessClass,
  judgeCopy,
  noDemand,
  usableForMs,
  type Verdict,
} from '../../src/cache/copy.ts';

const windows = { whileRevalidateMs: 30_000, ifErrorMs: 3_600_000 };
const fetchedAt = 1_000_000;

function copyOf(freshness: FreshnessClass, freshForMs = 10_000): Copy<unknown> {
  return { value: 'page', fetchedAt, freshness, freshForMs };
}

function judgeAt(ageMs: number, demand: Partial<CopyDemand> = {}, freshness: FreshnessClass = 'head') {
  return judgeCopy(copyOf(freshness), { ...noDemand, ...demand }, windows, fetchedAt + ageMs);
}

test.each<[ageMs: number, Verdict]>([
  [0, 'fresh'],
  [9_999, 'fresh'],
  [10_000, 'stale'],
  [39_999, 'stale'],
  [40_000, 'if-error'],
  [3_609_999, 'if-error'],
  [3_610_000, 'gone'],
  [Number.MAX_SAFE_INTEGER - fetchedAt, 'gone'],
])('a copy that is fresh for 10 s is at the age of %d ms: %s', (ageMs, verdict) => {
  expect(judgeAt(ageMs)).toBe(verdict);
});

test('a copy from a clock ahead of ours is fresh', () => {
  expect(judgeAt(-500)).toBe('fresh');
});

test.each<[string, Copy<unknown>, typeof windows, ageMs: number, Verdict]>([
  ['never fresh, at once', copyOf('head', 0), windows, 0, 'stale'],
  ['without any window', copyOf('head'), { whileRevalidateMs: 0, ifErrorMs: 0 }, 10_000, 'gone'],
  ['without one to revalidate in', copyOf('head'), { ...windows, whileRevalidateMs: 0 }, 10_000, 'if-error'],
  ['without one for errors, revalidating', copyOf('head'), { ...windows, ifErrorMs: 0 }, 39_999, 'stale'],
  ['without one for errors, one past', copyOf('head'), { ...windows, ifErrorMs: 0 }, 40_000, 'gone'],
])('a copy %s', (_case, copy, itsWindows, ageMs, verdict) => {
  expect(judgeCopy(copy, noDemand, itsWindows, fetchedAt + ageMs)).toBe(verdict);
  const isUsable = ageMs < usableForMs(copy, itsWindows);
  expect(isUsable).toBe(verdict !== 'gone');
});

describe('a reader who takes nothing fetched before a time', () => {
  test.each<[FreshnessClass, notBefore: number, unlessSettled: boolean, Verdict]>([
    ['head', fetchedAt, false, 'fresh'],
    ['head', fetchedAt + 1, false, 'gone'],
    ['head', fetchedAt + 1, true, 'gone'],
    ['running', fetchedAt + 1, true, 'gone'],
    ['settled', fetchedAt + 1, true, 'fresh'],
    ['closed', fetchedAt + 1, true, 'fresh'],
    ['settled', fetchedAt + 1, false, 'gone'],
    ['closed', fetchedAt + 1, false, 'gone'],
  ])(
    'gets of a %s copy, not before %d, unless settled %s: %s',
    (freshness, notBefore, unlessSettled, verdict) => {
      expect(judgeAt(0, { notBefore, unlessSettled }, freshness)).toBe(verdict);
    },
  );
});

describe('after a purge or under no-cache', () => {
  test.each<[ageMs: number, freshNotBefore: number, Verdict]>([
    [0, fetchedAt, 'fresh'],
    [0, fetchedAt + 1, 'if-error'],
    [3_609_999, fetchedAt + 1, 'if-error'],
    [3_610_000, fetchedAt + 1, 'gone'],
  ])('a copy at %d ms, good from %d on, is %s', (ageMs, freshNotBefore, verdict) => {
    expect(judgeAt(ageMs, { freshNotBefore })).toBe(verdict);
  });

  test('a settled copy is no exception', () => {
    expect(judgeAt(0, { freshNotBefore: fetchedAt + 1, unlessSettled: true }, 'settled')).toBe('if-error');
  });

  test('an old copy is gone where there is no window for errors', () => {
    const demand = { ...noDemand, freshNotBefore: fetchedAt + 1 };
    expect(judgeCopy(copyOf('head'), demand, { ...windows, ifErrorMs: 0 }, fetchedAt + 10_000)).toBe('gone');
  });
});
