/** The Workers that are measured, as modules: the gateway as it would be deployed, plain Yoga, and the two limits. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { bundleWorker } from '../scripts/bundle-worker.ts';
import { readDeployedSettings, readModules } from '../scripts/workerd/deployed-worker.ts';
import type { WorkerPlan } from '../scripts/workerd/workerd-config.ts';
import { findWrangler, quietEnvironment } from '../scripts/wrangler-dev.ts';

const root = resolve(import.meta.dirname, '..');

export type Modules = WorkerPlan['modules'];

export async function bundleGateway(isMinified: boolean): Promise<Modules> {
  return (await bundleWorker(isMinified)).modules;
}

/** Built with the compatibility date and flags of wrangler.toml, and with nothing else of it: Yoga as it comes. */
export async function bundleYogaWorker(isMinified: boolean): Promise<Modules> {
  const { compatibilityDate, compatibilityFlags } = readDeployedSettings();
  return buildByWrangler({
    name: 'bench-yoga',
    main: join(root, 'bench/workers/yoga.ts'),
    compatibility_date: compatibilityDate,
    compatibility_flags: compatibilityFlags,
    minify: isMinified,
    send_metrics: false,
  });
}

/** A Worker of `bench/workers/` that needs no build. */
export async function readPlainWorker(name: string): Promise<Modules> {
  return new Map([['worker.js', await readFile(join(root, 'bench/workers', name))]]);
}

async function buildByWrangler(config: Readonly<Record<string, unknown>>): Promise<Modules> {
  const directory = await mkdtemp(join(tmpdir(), 'bench-build-'));
  const [configFile, built] = [join(directory, 'wrangler.json'), join(directory, 'built')];
  try {
    await writeFile(configFile, JSON.stringify(config));
    await promisify(execFile)(
      process.execPath,
      ['--no-warnings', findWrangler(), 'deploy', '--dry-run', `--config=${configFile}`, `--outdir=${built}`],
      { cwd: root, env: { ...process.env, ...quietEnvironment } },
    );
    return await readModules(built);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
