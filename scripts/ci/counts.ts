/** From what the steps did to the one line at the end of a run. Pure. */

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** A check counts as one. `exitCode` is null when the step was ended because it took too long. */
export function countCheck(exitCode: number | null): Counts {
  return exitCode === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
}

/**
 * Counts the tests of a vitest run. A file that does not load is one failure, and so is a run that fails without a
 * failed test (an error outside the tests, a time-out), that left no report (`report` is undefined), or that ran nothing.
 */
export function countTests(report: unknown, exitCode: number | null): Counts {
  const files = readList(report, 'testResults');
  const tests = files.flatMap((file) => readList(file, 'assertionResults'));
  const unloaded = files.filter((file) => isFailed(file) && readList(file, 'assertionResults').length === 0);
  const passed = tests.filter((test) => readStatus(test) === 'passed').length;
  const failed = tests.filter(isFailed).length + unloaded.length;
  const skipped = tests.length + unloaded.length - passed - failed;
  const isSound = exitCode === 0 && passed > 0;
  return { passed, failed: failed === 0 && !isSound ? 1 : failed, skipped };
}

export function addCounts(all: readonly Counts[]): Counts {
  const sum = (count: (counts: Counts) => number) => all.reduce((total, counts) => total + count(counts), 0);
  return {
    passed: sum(({ passed }) => passed),
    failed: sum(({ failed }) => failed),
    skipped: sum(({ skipped }) => skipped),
  };
}

/** Whether something ran and nothing of it failed. */
export function isGreen({ passed, failed }: Counts): boolean {
  return passed > 0 && failed === 0;
}

export function toLine({ passed, failed, skipped }: Counts): string {
  const line = `${passed} passed, ${failed} failed`;
  return skipped === 0 ? line : `${line}, ${skipped} skipped`;
}

function isFailed(item: unknown): boolean {
  return readStatus(item) === 'failed';
}

function readStatus(item: unknown): unknown {
  return typeof item === 'object' && item !== null && 'status' in item ? item.status : undefined;
}

function readList(item: unknown, name: string): readonly unknown[] {
  const value: unknown = typeof item === 'object' && item !== null ? Reflect.get(item, name) : undefined;
  return Array.isArray(value) ? value : [];
}
