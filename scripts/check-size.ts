/** `npm run check:size`: builds what a deployment uploads into `dist/worker/` and fails when it, or the dashboard, has grown too large. */

import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createDashboardFiles } from '../web/dashboard/files.ts';
import { buildWorker } from './build-worker.ts';

const kibibyte = 1024;
/** The platform takes 3 MiB on its smallest plan; a small Worker starts in a few milliseconds, and that is what these guard. */
const maxGzipBytes = {
  start: 120 * kibibyte,
  later: 40 * kibibyte,
  texts: 12 * kibibyte,
  dashboard: 60 * kibibyte,
};

const { modules, startModules } = await buildWorker();
const contentsOf = (isWanted: (name: string) => boolean): readonly Buffer[] =>
  [...modules].filter(([name]) => isWanted(name)).map(([, content]) => content);

const isCode = (name: string): boolean => name.endsWith('.mjs');
const dashboard = await createDashboardFiles(resolve(import.meta.dirname, '..'));
const hasGrown = [
  isTooLarge(
    'What every isolate starts with',
    contentsOf((name) => isCode(name) && startModules.has(name)),
    maxGzipBytes.start,
  ),
  isTooLarge(
    'What is loaded when it is needed',
    contentsOf((name) => isCode(name) && !startModules.has(name)),
    maxGzipBytes.later,
  ),
  // Neither compiled nor evaluated: a text costs a start nothing.
  isTooLarge(
    "The subgraph's text",
    contentsOf((name) => !isCode(name)),
    maxGzipBytes.texts,
  ),
  isTooLarge('The dashboard, with its libraries,', [...dashboard.values()], maxGzipBytes.dashboard),
];
process.exitCode = hasGrown.includes(true) ? 1 : 0;

function isTooLarge(title: string, contents: readonly Buffer[], maxBytes: number): boolean {
  const bytes = gzipSync(Buffer.concat(contents)).length;
  const verdict = bytes > maxBytes ? 'too large' : 'good';
  process.stdout.write(
    `${title} has ${toKibibytes(bytes)} KiB gzip, of at most ${toKibibytes(maxBytes)}: ${verdict}.\n`,
  );
  return bytes > maxBytes;
}

function toKibibytes(bytes: number): string {
  return (bytes / kibibyte).toFixed(1);
}
