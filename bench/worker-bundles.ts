/** The Workers that are measured, as modules: the gateway as it would be deployed, plain Yoga, and the two limits. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { bundleWorker } from '../scripts/bundle-worker.ts';
import { readModules } from '../scripts/workerd/deployed-worker.ts';
import type { WorkerPlan } from '../scripts/workerd/workerd-config.ts';
import { findWrangler, quietEnvironment } from '../scripts/wrangler-dev.ts';

const root = resolve(import.meta.dirname, '..');

export type Modules = WorkerPlan['modules'];

export async function bundleGateway(isMinified: boolean): Promise<Modules> {
  return (await bundleWorker(isMinified)).modules;
}

export function bundleYogaWorker(isMinified: boolean): Promise<Modules> {
  const config = '--config=bench/workers/wrangler.toml';
  return buildByWrangler(isMinified ? [config] : [config, '--no-minify']);
}

/** A Worker of `bench/workers/` that needs no build. */
export async function readPlainWorker(name: string): Promise<Modules> {
  return new Map([['worker.js', await readFile(join(root, 'bench/workers', name))]]);
}

async function buildByWrangler(args: readonly string[]): Promise<Modules> {
  const directory = await mkdtemp(join(tmpdir(), 'bench-build-'));
  try {
    await promisify(execFile)(
      process.execPath,
      ['--no-warnings', findWrangler(), 'deploy', '--dry-run', `--outdir=${directory}`, ...args],
      { cwd: root, env: { ...process.env, ...quietEnvironment } },
    );
    return await readModules(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
