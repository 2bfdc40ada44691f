import { expect, test } from 'vitest';
import { readOptions } from '../../bench/options.ts';

test('without options it is the whole comparison', () => {
  expect(readOptions([])).toEqual({
    mode: 'compare',
    profiled: null,
    rounds: 9,
    roundMs: 1_500,
    connections: 8,
    coldStarts: 7,
    only: [],
    hasPeers: false,
    isMinified: true,
    isRecorded: false,
    against: null,
    name: 'compare',
  });
});

test.each([
  ['--quick', 'quick'],
  ['--growth', 'growth'],
  ['--heap', 'heap'],
  ['--profile=executed', 'profile'],
])('%s is the mode %s, and names the file of its results', (option, mode) => {
  expect(readOptions([option])).toMatchObject({ mode, name: mode });
});

test('a profile is of a bundle with its names', () => {
  expect(readOptions(['--profile', 'executed'])).toMatchObject({ profiled: 'executed', isMinified: false });
});

test('the quick run takes the result of another run to compare with', () => {
  expect(readOptions(['--quick', '--against', 'a.json'])).toMatchObject({ mode: 'quick', against: 'a.json' });
});

test('takes lengths, and parts of names', () => {
  const args = [
    '--rounds=3',
    '--round-ms=10',
    '--connections=2',
    '--cold-starts=0',
    '--only',
    'a,,b',
    '--name=x',
  ];
  expect(readOptions(args)).toMatchObject({
    rounds: 3,
    roundMs: 10,
    connections: 2,
    coldStarts: 0,
    only: ['a', 'b'],
    name: 'x',
  });
});

test.each([
  [['--quick', '--heap'], 'Choose one of --quick, --growth, --heap and --profile.'],
  [['--quick', '--record'], '--record belongs to the whole comparison.'],
  [['--against=a.json'], '--against belongs to --quick.'],
  [['--rounds=two'], '--rounds takes a whole number, but got: two.'],
  [['--round-ms=-1'], '--round-ms takes a whole number, but got: -1.'],
  [['--fast'], "Unknown option '--fast'"],
])('refuses %j', (args, message) => {
  expect(() => readOptions(args)).toThrow(message);
});
