/** The Workers that are measured, as modules: the gateway as it would be deployed, plain Yoga, and the two limits. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { unstable_readConfig as readWranglerConfig } from 'wrangler';
import { bundleWorker } from '../scripts/bundle-worker.ts';
import { findWrangler, quietEnvironment } from '../scripts/wrangler-dev.ts';
import type { WorkerPlan } from './workerd-config.ts';

const root = resolve(import.meta.dirname, '..');
const mainModule = 'worker.js';

/** wrangler's own type of it is not part of what it publishes. */
const settingsSchema = v.object({
  compatibility_date: v.string(),
  compatibility_flags: v.array(v.string()),
  durable_objects: v.object({
    bindings: v.array(v.object({ name: v.string(), class_name: v.string() })),
  }),
});

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
  return new Map([[mainModule, await readFile(join(root, 'bench/workers', name))]]);
}

/** What a deployment takes from wrangler.toml. */
export function readDeployedSettings(): Pick<
  WorkerPlan,
  'compatibilityDate' | 'compatibilityFlags' | 'durableObjects'
> {
  const config = v.parse(settingsSchema, readWranglerConfig({ config: join(root, 'wrangler.toml') }));
  return {
    compatibilityDate: config.compatibility_date,
    compatibilityFlags: config.compatibility_flags,
    durableObjects: config.durable_objects.bindings.map((binding) => ({
      name: binding.name,
      className: binding.class_name,
    })),
  };
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

/** The script first, whatever it is called, and the texts that it imports. */
async function readModules(directory: string): Promise<Modules> {
  const names = await readdir(directory);
  const script = names.find((name) => name.endsWith('.js'));
  if (script === undefined) throw new Error(`There is no script in ${directory}.`);
  const texts = names.filter((name) => !/\.(?:js|map)$/.test(name) && name !== 'README.md');
  const modules = new Map([[mainModule, await readFile(join(directory, script))]]);
  for (const name of texts) modules.set(name, await readFile(join(directory, name)));
  return modules;
}
