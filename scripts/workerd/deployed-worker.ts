/** The gateway as it would be deployed, for workerd itself: its built modules, and what wrangler.toml says of them. */
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import * as v from 'valibot';
import { unstable_readConfig as readWranglerConfig } from 'wrangler';
import type { WorkerPlan } from './workerd-config.ts';

const root = resolve(import.meta.dirname, '../..');

/** wrangler's own type of it is not part of what it publishes. */
const settingsSchema = v.object({
  compatibility_date: v.string(),
  compatibility_flags: v.array(v.string()),
  durable_objects: v.object({
    bindings: v.array(v.object({ name: v.string(), class_name: v.string() })),
  }),
});

/** What `build-worker.ts` built last. */
export function readBuiltGateway(): Promise<WorkerPlan['modules']> {
  return readModules(join(root, 'dist/worker'));
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

/** The main module first: `worker.mjs`, or the one script that wrangler makes; then what these import. */
export async function readModules(directory: string): Promise<WorkerPlan['modules']> {
  const names = (await readdir(directory)).filter((name) => !name.endsWith('.map') && name !== 'README.md');
  const main = names.find((name) => name === 'worker.mjs') ?? names.find((name) => name.endsWith('.js'));
  if (main === undefined) throw new Error(`There is no script in ${directory}.`);
  const modules = new Map<string, Buffer>();
  for (const name of new Set([main, ...names])) modules.set(name, await readFile(join(directory, name)));
  return modules;
}
