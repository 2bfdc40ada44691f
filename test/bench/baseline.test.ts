/** What a quick run is compared with: whatever a run wrote is read back as its ratios, and nothing else is. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readResult, toBaseline } from '../../bench/baseline.ts';
import { type Report, toJson } from '../../bench/report.ts';
import { measured, one } from './measured.ts';

const report: Report = {
  machine: 'a machine',
  arePinned: true,
  answerBytes: 1,
  rounds: 1,
  roundMs: 1,
  connections: 1,
  candidates: [
    { ...measured, ratios: { constant: { ...one, median: 4.0149 }, 'pass-through': one } },
    { ...measured, name: 'other' },
  ],
  coldStarts: [],
};
const baseline = {
  machine: 'a machine',
  ratios: {
    executed: { constant: 4.01, 'pass-through': 1 },
    other: { constant: 1, 'pass-through': 1 },
  },
};

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bench-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

test('a run is recorded as the medians of its ratios, in hundredths', () => {
  expect(toBaseline(report)).toEqual(baseline);
});

test('the file of a run gives the same ratios', async () => {
  const file = join(directory, 'result.json');
  await writeFile(file, toJson(report));
  expect(await readResult(file)).toEqual(baseline);
});

test.each(['{"machine": "a machine"}', 'no JSON', null])(
  'refuses a file with %s, and names it',
  async (text) => {
    const file = join(directory, 'other.json');
    await rm(file, { force: true });
    if (text !== null) await writeFile(file, text);
    await expect(readResult(file)).rejects.toThrow(
      `--against takes a file that npm run bench wrote, but got: ${file}.`,
    );
  },
);
