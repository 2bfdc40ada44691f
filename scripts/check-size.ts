/** `npm run check:size`: builds what a deployment uploads into `dist/worker/` and fails when it has grown too large. */
import { readdir, readFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { setup as buildWorker } from './build-worker.ts';

const directory = resolve(import.meta.dirname, '../dist/worker');
const kibibyte = 1024;
/** The platform takes 3 MiB on its smallest plan; a small Worker starts in a few milliseconds, and that is what this guards. */
const maxGzipBytes = 137 * kibibyte;

await buildWorker();
// Texts that the Worker imports are uploaded beside the script; source maps are not part of what starts.
const modules = (await readdir(directory)).filter((name) => extname(name) !== '.map').sort();
const contents = await Promise.all(modules.map((name) => readFile(resolve(directory, name))));
const gzipBytes = modules.includes('worker.js') ? gzipSync(Buffer.concat(contents)).length : 0;
const isTooLarge = gzipBytes > maxGzipBytes || gzipBytes === 0;

const verdict = isTooLarge ? 'too large' : 'good';
process.stdout.write(
  `The Worker's bundle has ${toKibibytes(gzipBytes)} KiB gzip, of at most ${toKibibytes(maxGzipBytes)}: ${verdict}.\n`,
);
process.exitCode = isTooLarge ? 1 : 0;

function toKibibytes(bytes: number): string {
  return (bytes / kibibyte).toFixed(1);
}
