/**
 * `npm run print:measured`: writes what was measured into the README, between its markers. With `--check` it writes
 * nothing, and fails with the difference.
 */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { describeMeasured } from './describe-measured.ts';
import { writePrintedPart } from './write-printed.ts';

const page = await readFile(resolve(import.meta.dirname, '../docs/performance.md'), 'utf8');
await writePrintedPart('README.md', 'measured', describeMeasured(page));
