/** When a soak says that memory is level. */
import { expect, test } from 'vitest';
import { judgeSamples, printSamples, type Sample } from '../../scripts/soak/samples.ts';

const megabyte = 1024 * 1024;
const toSamples = (resident: readonly number[]): Sample[] =>
  resident.map((megabytes, index) => ({
    seconds: (index + 1) * 30,
    requests: (index + 1) * 1_000,
    residentBytes: megabytes * megabyte,
    heapBytes: 40 * megabyte,
  }));

test('memory that grows in the first third only is level', () => {
  expect(judgeSamples(toSamples([100, 200, 300, 290, 300, 309]))).toEqual({
    isLevel: true,
    line: 'Resident memory is level: its peak was 300 MB in the second third and 309 MB in the last (3.0 %).',
  });
});

test('memory that goes on growing is not, nor is what was hardly looked at', () => {
  expect(judgeSamples(toSamples([100, 200, 300, 310, 320, 330])).isLevel).toBe(false);
  expect(judgeSamples(toSamples([100, 100])).isLevel).toBe(false);
});

test('prints a row for each sample', () => {
  expect(
    printSamples(toSamples([100]))
      .split('\n')
      .slice(2),
  ).toEqual(['| 0.5 | 1,000 | 100 | 40 |']);
});
