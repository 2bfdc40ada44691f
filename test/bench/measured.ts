/** A measured candidate for the benchmark's tests: what a test does not name is one and the same number. */

import type { Measured } from '../../bench/comparison.ts';
import type { Round } from '../../bench/load.ts';

export const one = { median: 1, low: 1, high: 1 };

export const measured: Measured = {
  name: 'executed',
  title: 'page in memory, executed',
  watchedAgainst: 'constant',
  requestsPerSecond: one,
  p50Ms: one,
  p99Ms: one,
  microseconds: one,
  ratios: { constant: one, 'pass-through': one },
  othersShare: 0,
  upstreamCalls: 0,
  residentMegabytes: null,
};

export const round: Round = {
  requests: 100,
  requestsPerSecond: 1_000,
  p50Ms: 1,
  p99Ms: 2,
  cpuMicroseconds: 100,
  othersShare: 0,
  upstreamCalls: 0,
  residentBytes: 1024 * 1024,
};
