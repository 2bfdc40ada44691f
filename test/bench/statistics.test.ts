import { expect, test } from 'vitest';
import { quantile, toSpread } from '../../bench/statistics.ts';

test('a median has as many values below as above, whatever their order', () => {
  expect(toSpread([5, 1, 9, 3, 7])).toEqual({ median: 5, low: 3, high: 7 });
});

test('between two values it is interpolated', () => {
  expect(toSpread([10, 20])).toEqual({ median: 15, low: 12.5, high: 17.5 });
  expect(quantile([0, 100], 0.99)).toBe(99);
});

test('numbers are sorted as numbers', () => {
  expect(quantile([100, 9, 20], 1)).toBe(100);
});

test('of one value all are that one, and of none there is no number', () => {
  expect(toSpread([4])).toEqual({ median: 4, low: 4, high: 4 });
  expect(toSpread([])).toEqual({ median: Number.NaN, low: Number.NaN, high: Number.NaN });
});
