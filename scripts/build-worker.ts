/**
 * Builds what a deployment uploads into `dist/worker/`, once before the tests. The files change only when their
 * content does, so that two runs at once do not restart each other's gateways.
 */
import { resolve } from 'node:path';
import { bundleWorker, type WorkerBundle } from './bundle-worker.ts';
import { publishFiles } from './publish-files.ts';

const directory = resolve(import.meta.dirname, '../dist/worker');

/** For vitest, which calls it by this name. */
export async function setup(): Promise<void> {
  await buildWorker();
}

export async function buildWorker(): Promise<WorkerBundle> {
  const bundle = await bundleWorker(true);
  await publishFiles(directory, bundle.modules);
  return bundle;
}
