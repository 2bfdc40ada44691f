import { expect, test } from 'vitest';
import { printConditions, printTable, type Report } from '../../bench/report.ts';
import { measured, one } from './measured.ts';

const report: Report = {
  machine: 'a CPU, 2 cores, linux x64',
  arePinned: true,
  answerBytes: 6_614,
  rounds: 5,
  roundMs: 1_000,
  connections: 8,
  candidates: [
    {
      ...measured,
      microseconds: { median: 1_065.4, low: 1_055.2, high: 1_170.7 },
      ratios: { constant: { median: 4.012, low: 3.9, high: 4.2 }, 'pass-through': one },
      residentMegabytes: 161.4,
    },
    { ...measured, name: 'other', title: 'other' },
  ],
  coldStarts: [
    {
      name: 'executed',
      startMs: { ...one, median: 181.34 },
      firstAnswerMs: { ...one, median: 153.1 },
      toConstant: { ...one, median: 14.8 },
      cpuMs: one,
    },
  ],
};

test('each candidate has a row, with a dash for what was not measured', () => {
  expect(printTable(report).split('\n').slice(2)).toEqual([
    '| page in memory, executed | 1065 (1055–1171) | 4.01 (3.90–4.20) | 1.00 (1.00–1.00) | 1 | 1.00 | 1.00 | 0.00 | 161 | 181.3 | 153.1 | 14.8 |',
    '| other | 1 (1–1) | 1.00 (1.00–1.00) | 1.00 (1.00–1.00) | 1 | 1.00 | 1.00 | 0.00 | – | – | – | – |',
  ]);
});

test('the machine is named, and whether the server had a core of its own', () => {
  const rest =
    'an answer of 6614 bytes; 8 connections; medians of 5 rounds of 1000 ms, quartiles in brackets.';
  expect(printConditions(report)).toBe(
    `a CPU, 2 cores, linux x64; the server alone on one core, load and upstream on another; ${rest}`,
  );
  expect(printConditions({ ...report, arePinned: false })).toBe(
    `a CPU, 2 cores, linux x64; nothing pinned to a core (no taskset, or one core); ${rest}`,
  );
});
