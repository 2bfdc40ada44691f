/** From rounds to what is told of a candidate: ratios, verdicts against the recorded ones, growth by the row, a flat heap. */

import { describe, expect, test } from 'vitest';
import { summarize } from '../../bench/comparison.ts';
import { printGrowth, toGrowth } from '../../bench/growth.ts';
import { type HeapSample, isFlat, printHeap } from '../../bench/heap.ts';
import { judgeRatios, whyIncomparable } from '../../bench/watch.ts';
import { measured, one, round } from './measured.ts';

const candidate = { name: 'executed', title: 'executed', watchedAgainst: 'constant' } as const;

describe('a candidate', () => {
  test('has the ratio to a limit of each round, so that a slow moment of the machine counts for neither', () => {
    const rounds = [200, 800, 210].map((cpuMicroseconds) => ({ ...round, cpuMicroseconds }));
    const { ratios, microseconds } = summarize(candidate, rounds, {
      constant: [100, 400, 100],
      'pass-through': [200, 800, 200],
    });
    expect(ratios).toEqual({
      constant: { median: 2, low: 2, high: 2.05 },
      'pass-through': { median: 1, low: 1, high: 1.025 },
    });
    expect(microseconds.median).toBe(210);
  });

  test('takes the time of the clock where the system does not tell, and the memory of its last round', () => {
    const rounds = [
      { ...round, cpuMicroseconds: null, residentBytes: 9 },
      { ...round, cpuMicroseconds: null },
    ];
    expect(summarize(candidate, rounds, { constant: [500, 1_000], 'pass-through': [1_000, 1_000] })).toEqual({
      ...candidate,
      requestsPerSecond: { median: 1_000, low: 1_000, high: 1_000 },
      p50Ms: one,
      p99Ms: { median: 2, low: 2, high: 2 },
      microseconds: { median: 1_000, low: 1_000, high: 1_000 },
      ratios: { constant: { median: 1.5, low: 1.25, high: 1.75 }, 'pass-through': one },
      othersShare: 0,
      upstreamCalls: 0,
      residentMegabytes: 1,
    });
  });
});

describe('a ratio', () => {
  const at = (median: number) => ({
    ...measured,
    ratios: { constant: { ...one, median }, 'pass-through': one },
  });
  const recorded = { machine: 'a machine', ratios: { executed: { constant: 4, 'pass-through': 2 } } };

  test('is good up to a quarter above the recorded one, and too slow beyond', () => {
    const text = 'page in memory, executed';
    expect([judgeRatios([at(5)], recorded), judgeRatios([at(5.01)], recorded)]).toEqual([
      [
        {
          name: 'executed',
          line: `${text}: 5.00 times the constant Worker, recorded 4.00: good`,
          isTooSlow: false,
        },
      ],
      [
        {
          name: 'executed',
          line: `${text}: 5.01 times the constant Worker, recorded 4.00: too slow`,
          isTooSlow: true,
        },
      ],
    ]);
  });

  test('that was never recorded is not judged, nor one that is only shown', () => {
    expect(judgeRatios([at(99)], { ...recorded, ratios: {} })).toEqual([
      { name: 'executed', line: 'page in memory, executed: not recorded', isTooSlow: false },
    ]);
    expect(judgeRatios([{ ...at(99), watchedAgainst: null }], recorded)).toEqual([]);
  });
});

describe('ratios are not judged', () => {
  const here = { machine: 'a machine', arePinned: true };
  const recorded = { machine: 'a machine', ratios: {} };
  const busy = (othersShare: number) => ({ ...measured, othersShare });

  test('where others used more than a seventh of the core of any candidate', () => {
    expect(whyIncomparable([busy(0.15), measured], here, recorded)).toBe(null);
    expect(whyIncomparable([measured, busy(0.16)], here, recorded)).toBe(
      "Others used 16 % of the server's core meanwhile.",
    );
    expect(whyIncomparable([busy(Number.NaN)], here, recorded)).toContain('Others used NaN %');
  });

  test('on another machine than the recorded one, nor without a core for the server', () => {
    expect(whyIncomparable([measured], { ...here, machine: 'another' }, recorded)).toBe(
      'This is another; recorded is a machine.',
    );
    expect(whyIncomparable([measured], { ...here, arePinned: false }, recorded)).toBe(
      'The server has no core of its own.',
    );
  });
});

test('growth is what a row more costs than the first, in microseconds and beside a constant answer', () => {
  const sized = (first: number, median: number) => ({
    ...measured,
    title: `first: ${first}`,
    microseconds: { median, low: median, high: median + 1 },
    ratios: { ...measured.ratios, constant: { median: median / 50, low: 0, high: 0 } },
  });
  const growth = toGrowth([sized(1, 100), sized(20, 138), sized(100, 298), sized(500, 1_597)]);
  expect(growth.map(({ first, perRow }) => [first, perRow?.microseconds])).toEqual([
    [1, undefined],
    [20, 2],
    [100, 2],
    [500, 3],
  ]);
  expect(growth[3]?.perRow?.constants).toBeCloseTo(0.06);
  expect(printGrowth(growth.slice(0, 2))).toBe(
    'first: 1: 100 µs a request (100 to 101), 2.00 constants\n' +
      'first: 20: 138 µs a request (138 to 139), 2.76 constants; a row 2.00 µs, 0.040 constants',
  );
});

describe('a heap', () => {
  const sample = (filters: number, heapBytes: number, bufferBytes = 0): HeapSample => ({
    filters,
    heapBytes,
    bufferBytes,
    residentBytes: null,
  });

  test('is flat while it ends at most a tenth above its beginning, buffers included', () => {
    expect(isFlat([sample(1, 100), sample(2, 190), sample(3, 110)])).toBe(true);
    expect(isFlat([sample(1, 100), sample(2, 111)])).toBe(false);
    expect(isFlat([sample(1, 50, 50), sample(2, 50, 61)])).toBe(false);
  });

  test('that was not measured is not flat', () => {
    expect(isFlat([])).toBe(false);
  });

  test('is told in megabytes', () => {
    const mebibyte = 1024 * 1024;
    expect(printHeap([{ ...sample(2_000, 20 * mebibyte, mebibyte / 2), residentBytes: 99 * mebibyte }])).toBe(
      [
        '| Distinct filters | heap MB | buffers MB | process MB |',
        '| ---: | ---: | ---: | ---: |',
        '| 2,000 | 20.0 | 0.5 | 99.0 |',
      ].join('\n'),
    );
  });
});
