/** Whose time the samples of a profile are: functions by the file that they come from, the engine's own by their caller. */

import { expect, test } from 'vitest';
import { printTop, readProfile, sumByFile, sumByFunction } from '../../bench/cpu-profile.ts';

const text = [
  '// src/a.ts',
  'function one() {}',
  '// node_modules/@scope/pkg/b.js',
  'function two() {}',
].join('\n');
const sources = new Map([['worker.js', text]]);
const frame = (functionName: string, lineNumber = 0, url = 'worker.js') => ({
  functionName,
  lineNumber,
  url,
});
const result = {
  profile: {
    nodes: [
      { id: 1, children: [2, 5], callFrame: frame('(root)', 0, '') },
      { id: 2, children: [3], callFrame: frame('one', 1) },
      { id: 3, children: [4], callFrame: frame('two', 3) },
      { id: 4, callFrame: frame('parse', 0, '') },
      { id: 5, callFrame: frame('(idle)', 0, '') },
    ],
    samples: [2, 3, 4, 4, 5],
    timeDeltas: [10, 20, 30, 40, 1_000],
  },
};

test('a native function stands with the function that calls it', () => {
  expect(sumByFunction(readProfile(result), sources)).toEqual([
    { name: '(idle)', file: '', microseconds: 1_000 },
    { name: 'parse in two', file: 'node_modules/@scope/pkg/b.js', microseconds: 70 },
    { name: 'two', file: 'node_modules/@scope/pkg/b.js', microseconds: 20 },
    { name: 'one', file: 'src/a.ts', microseconds: 10 },
  ]);
});

test('files of a package are one, and what is idle is left out of the shares', () => {
  const files = sumByFile(sumByFunction(readProfile(result), sources));
  expect(printTop(files, 2, 10)).toBe('     9.0 µs  90.0 %  npm: @scope/pkg\n     1.0 µs  10.0 %  src/a.ts');
});

test('what is no profile is refused', () => {
  expect(() => readProfile({})).toThrow('profile');
});
