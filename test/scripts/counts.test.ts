import { describe, expect, test } from 'vitest';
import { addCounts, countCheck, countTests, isGreen, toLine } from '../../scripts/ci/counts.ts';

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((testStatus) => ({ status: testStatus })),
});
const report = (...files: unknown[]) => ({ testResults: files });

describe('a test run', () => {
  test('counts each test', () => {
    const counts = countTests(
      report(file('failed', 'passed', 'failed'), file('passed', 'passed', 'pending', 'todo')),
      1,
    );
    expect(counts).toEqual({ passed: 2, failed: 1, skipped: 2 });
  });

  test.each([
    ['a file that does not load', report(file('passed', 'passed'), file('failed')), 1, 1],
    ['an error outside the tests', report(file('passed', 'passed')), 1, 1],
    ['a run that took too long', report(file('passed', 'passed')), null, 1],
    ['a run that left no report', undefined, 0, 0],
    ['a report that is none', 'half a rep', 0, 0],
    ['a run of nothing', report(), 0, 0],
    ['a run that skips everything', report(file('passed', 'pending')), 0, 0],
  ])('counts one failure for %s', (_, content, exitCode, passed) => {
    expect(countTests(content, exitCode)).toMatchObject({ passed, failed: 1 });
  });
});

test('a check counts as one, and fails when it took too long', () => {
  expect([0, 2, null].map(countCheck)).toEqual([
    { passed: 1, failed: 0, skipped: 0 },
    { passed: 0, failed: 1, skipped: 0 },
    { passed: 0, failed: 1, skipped: 0 },
  ]);
});

test('the line has the sums, and the skipped ones only where there are any', () => {
  const some = { passed: 2, failed: 1, skipped: 0 };
  expect(toLine(some)).toBe('2 passed, 1 failed');
  expect(toLine(addCounts([some, { passed: 1, failed: 0, skipped: 3 }]))).toBe(
    '3 passed, 1 failed, 3 skipped',
  );
  expect(toLine(addCounts([]))).toBe('0 passed, 0 failed');
});

test('is green only when something ran and nothing failed', () => {
  expect(isGreen({ passed: 1, failed: 0, skipped: 4 })).toBe(true);
  expect(isGreen({ passed: 9, failed: 1, skipped: 0 })).toBe(false);
  expect(isGreen({ passed: 0, failed: 0, skipped: 0 })).toBe(false);
});
