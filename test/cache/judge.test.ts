/** What a cache entry is good for, at every boundary of its life and one past it. */

import { describe, expect, test } from 'vitest';
import type { CacheEntry } from '../../src/cache/entry.ts';
import { type Conditions, judge, usableForMs, type Verdict } from '../../src/cache/judge.ts';
import type { FreshnessClass } from '../../src/domain/freshness.ts';
import { anyEntry, type ReadOptions } from '../../src/domain/resource.ts';

const stale = { whileRevalidateMs: 30_000, ifErrorMs: 3_600_000 };
const validForMs = 60_000;
const fetchedAt = 1_000_000;
const dayMs = 86_400_000;

function entryOf(
  freshness: FreshnessClass,
  freshForMs = 10_000,
  precededBy: string | null = null,
): CacheEntry {
  return { value: 'page', fetchedAt, freshness, freshForMs, precededBy };
}

/** Upstream accepted the credential just now, and the account was never purged, unless `changes` say otherwise. */
function conditionsAt(ageMs: number, changes: Partial<Conditions> = {}): Conditions {
  const now = fetchedAt + ageMs;
  const standing = { acceptedAt: now, purgedAt: 0 };
  return { now, stale, validForMs, standing, freshNotBefore: 0, ...changes };
}

function judgeAt(ageMs: number, options: Partial<ReadOptions> = {}, entry = entryOf('head')): Verdict {
  return judge(entry, { ...anyEntry, ...options }, conditionsAt(ageMs));
}

test.each<[ageMs: number, Verdict]>([
  [0, 'fresh'],
  [9_999, 'fresh'],
  [10_000, 'stale'],
  [39_999, 'stale'],
  [40_000, 'stale-if-error'],
  [3_609_999, 'stale-if-error'],
  [3_610_000, 'expired'],
  [Number.MAX_SAFE_INTEGER - fetchedAt, 'expired'],
])('an entry that is fresh for 10 s is at the age of %d ms: %s', (ageMs, verdict) => {
  expect(judgeAt(ageMs)).toBe(verdict);
});

test('an entry from a clock ahead of ours is fresh', () => {
  expect(judgeAt(-500)).toBe('fresh');
});

test.each<[string, CacheEntry, typeof stale, ageMs: number, Verdict]>([
  ['never fresh, at once', entryOf('head', 0), stale, 0, 'stale'],
  ['never stale', entryOf('head'), { whileRevalidateMs: 0, ifErrorMs: 0 }, 10_000, 'expired'],
  ['never revalidated', entryOf('head'), { ...stale, whileRevalidateMs: 0 }, 10_000, 'stale-if-error'],
  ['not for errors, revalidating', entryOf('head'), { ...stale, ifErrorMs: 0 }, 39_999, 'stale'],
  ['not for errors, one past', entryOf('head'), { ...stale, ifErrorMs: 0 }, 40_000, 'expired'],
])('an entry %s', (_case, entry, policy, ageMs, verdict) => {
  expect(judge(entry, anyEntry, conditionsAt(ageMs, { stale: policy }))).toBe(verdict);
  expect(ageMs < usableForMs(entry, policy)).toBe(verdict !== 'expired');
});

describe('a reader who takes nothing fetched before a time', () => {
  test.each<[FreshnessClass, notBefore: number, unlessSettled: boolean, Verdict]>([
    ['head', fetchedAt, false, 'fresh'],
    ['head', fetchedAt + 1, false, 'expired'],
    ['head', fetchedAt + 1, true, 'expired'],
    ['running', fetchedAt + 1, true, 'expired'],
    ['settled', fetchedAt + 1, true, 'fresh'],
    ['closed', fetchedAt + 1, true, 'fresh'],
    ['settled', fetchedAt + 1, false, 'expired'],
    ['closed', fetchedAt + 1, false, 'expired'],
  ])(
    'gets of a %s entry, not before %d, unless settled %s: %s',
    (freshness, notBefore, unlessSettled, verdict) => {
      expect(judgeAt(0, { notBefore, unlessSettled }, entryOf(freshness))).toBe(verdict);
    },
  );
});

describe('a reader who wants the page behind a session', () => {
  test.each<[asked: string | null, kept: string | null, Verdict]>([
    [null, null, 'fresh'],
    [null, 'a', 'fresh'],
    ['a', 'a', 'fresh'],
    ['a', 'b', 'expired'],
    ['a', null, 'expired'],
  ])('behind %s, is given one that was read behind %s: %s', (asked, kept, verdict) => {
    expect(judgeAt(0, { precededBy: asked }, entryOf('settled', 10_000, kept))).toBe(verdict);
  });

  test('is not given another one when upstream fails either', () => {
    expect(judgeAt(40_000, { precededBy: 'a' }, entryOf('settled', 10_000, 'b'))).toBe('expired');
  });
});

describe.each<[string, (time: number, now: number) => Partial<Conditions>]>([
  ['after a purge', (purgedAt, now) => ({ standing: { acceptedAt: now, purgedAt } })],
  ['under no-cache', (freshNotBefore) => ({ freshNotBefore })],
])('%s', (_case, from) => {
  const judgeFrom = (ageMs: number, time: number, entry = entryOf('head'), policy = stale): Verdict =>
    judge(entry, anyEntry, conditionsAt(ageMs, { ...from(time, fetchedAt + ageMs), stale: policy }));

  test.each<[ageMs: number, from: number, Verdict]>([
    [0, fetchedAt, 'fresh'],
    [0, fetchedAt + 1, 'stale-if-error'],
    [3_609_999, fetchedAt + 1, 'stale-if-error'],
    [3_610_000, fetchedAt + 1, 'expired'],
  ])('an entry at %d ms, good from %d on, is %s', (ageMs, time, verdict) => {
    expect(judgeFrom(ageMs, time)).toBe(verdict);
  });

  test('a settled entry is no exception', () => {
    expect(judgeFrom(0, fetchedAt + 1, entryOf('settled'))).toBe('stale-if-error');
  });

  test('an old entry is expired where none is served for errors', () => {
    expect(judgeFrom(10_000, fetchedAt + 1, entryOf('head'), { ...stale, ifErrorMs: 0 })).toBe('expired');
  });
});

describe('under no-cache, for a read that settled entries outlast it in', () => {
  const judgeOf = (freshness: FreshnessClass, ageMs: number, purgedAt = 0): Verdict => {
    const conditions = conditionsAt(ageMs, { freshNotBefore: fetchedAt + ageMs });
    const standing = { ...conditions.standing, purgedAt };
    return judge(entryOf(freshness), { ...anyEntry, outlastsNoCache: true }, { ...conditions, standing });
  };

  test.each<[FreshnessClass, ageMs: number, Verdict]>([
    ['settled', 9_999, 'fresh'],
    ['closed', 9_999, 'fresh'],
    ['settled', 10_000, 'stale-if-error'],
    ['head', 1, 'stale-if-error'],
    ['running', 1, 'stale-if-error'],
  ])('one of the class %s at %d ms is %s', (freshness, ageMs, verdict) => {
    expect(judgeOf(freshness, ageMs)).toBe(verdict);
  });

  test('a purge ends it', () => {
    expect(judgeOf('settled', 10, fetchedAt + 5)).toBe('stale-if-error');
  });
});

test.each([
  [fetchedAt, fetchedAt + 1],
  [fetchedAt + 1, fetchedAt],
])('of a purge at %d and a no-cache from %d the later one counts', (purgedAt, freshNotBefore) => {
  const standing = { acceptedAt: fetchedAt, purgedAt };
  expect(judge(entryOf('head'), anyEntry, conditionsAt(0, { standing, freshNotBefore }))).toBe(
    'stale-if-error',
  );
});

describe('a credential that upstream accepted', () => {
  /** `acceptedAt` stands still; the entry is of `ageMs`, and fresh for a day. */
  const judgeAfter = (sinceAcceptedMs: number, ageMs = 1_000, changes: Partial<Conditions> = {}): Verdict => {
    const now = fetchedAt + ageMs;
    const standing = { acceptedAt: now - sinceAcceptedMs, purgedAt: 0 };
    return judge(entryOf('settled', dayMs), anyEntry, conditionsAt(ageMs, { standing, ...changes }));
  };

  test.each<[sinceAcceptedMs: number, Verdict]>([
    [-500, 'fresh'],
    [0, 'fresh'],
    [59_999, 'fresh'],
    [60_000, 'unverified'],
    [3_659_999, 'unverified'],
    [3_660_000, 'expired'],
  ])('%d ms ago makes a fresh entry: %s', (sinceAcceptedMs, verdict) => {
    expect(judgeAfter(sinceAcceptedMs, 4_000_000)).toBe(verdict);
  });

  test.each<[sinceAcceptedMs: number, Verdict]>([
    [59_999, 'stale'],
    [60_000, 'unverified'],
    [3_660_000, 'expired'],
  ])('%d ms ago makes a stale entry: %s', (sinceAcceptedMs, verdict) => {
    expect(judgeAfter(sinceAcceptedMs, dayMs)).toBe(verdict);
  });

  test.each<[sinceAcceptedMs: number, Verdict]>([
    [59_999, 'stale-if-error'],
    [3_659_999, 'stale-if-error'],
    [3_660_000, 'expired'],
  ])('%d ms ago makes an entry for errors: %s', (sinceAcceptedMs, verdict) => {
    expect(judgeAfter(sinceAcceptedMs, dayMs + 30_000)).toBe(verdict);
  });

  test('at once has to be verified again with a validity of 0', () => {
    expect(judgeAfter(0, 1_000, { validForMs: 0 })).toBe('unverified');
  });

  test('has no grace period where no entry is served for errors', () => {
    const without = { stale: { ...stale, ifErrorMs: 0 } };
    expect([judgeAfter(59_999, 1_000, without), judgeAfter(60_000, 1_000, without)]).toEqual([
      'fresh',
      'expired',
    ]);
  });
});

test.each<[string, ageMs: number]>([
  ['fresh', 0],
  ['stale', 10_000],
  ['for errors', 40_000],
])('a credential that upstream never accepted, or refused since, gets no entry: %s', (_case, ageMs) => {
  const standing = { acceptedAt: 0, purgedAt: 0 };
  expect(judge(entryOf('head'), anyEntry, conditionsAt(ageMs, { standing }))).toBe('expired');
  // Not even where the clock counts from 0.
  const early = { ...entryOf('head'), fetchedAt: 0 };
  expect(judge(early, anyEntry, { ...conditionsAt(0, { standing }), now: ageMs })).toBe('expired');
});
