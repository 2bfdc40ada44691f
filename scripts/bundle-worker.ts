/**
 * The modules that a deployment uploads: what every isolate starts with, and beside it what is imported only when a
 * request needs it. wrangler would put all of it into one file; esbuild alone splits it, and graphql-js stays one.
 */
import { basename, resolve } from 'node:path';
import { build, type Metafile } from 'esbuild';
import * as v from 'valibot';
import { unstable_readConfig as readWranglerConfig } from 'wrangler';
import { withoutDescriptions } from './strip-descriptions.ts';

const root = resolve(import.meta.dirname, '..');
const mainModule = 'worker.mjs';

/** wrangler's own type of it is not part of what it publishes. */
const settingsSchema = v.object({ main: v.string(), alias: v.record(v.string(), v.string()) });

export interface WorkerBundle {
  /** By name; `.mjs` is code, all else text. */
  readonly modules: ReadonlyMap<string, Buffer>;
  /** Names of those that a fresh isolate evaluates; the others wait for the first request that needs them. */
  readonly startModules: ReadonlySet<string>;
}

/** @throws Error with esbuild's message when the Worker does not build. */
export async function bundleWorker(isMinified: boolean): Promise<WorkerBundle> {
  const { main, alias } = v.parse(
    settingsSchema,
    readWranglerConfig({ config: resolve(root, 'wrangler.toml') }),
  );
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [main],
    outdir: 'dist/worker',
    outExtension: { '.js': '.mjs' },
    write: false,
    metafile: true,
    logLevel: 'silent',
    bundle: true,
    splitting: true,
    minify: isMinified,
    // As wrangler does.
    format: 'esm',
    target: 'es2024',
    conditions: ['workerd', 'worker', 'browser'],
    mainFields: ['browser', 'module', 'main'],
    external: ['node:*', 'cloudflare:*'],
    define: { 'process.env.NODE_ENV': '"production"' },
    loader: { '.graphql': 'copy' },
    alias,
    plugins: [withoutDescriptions],
  });
  return {
    modules: new Map(outputFiles.map(({ path, contents }) => [basename(path), Buffer.from(contents)])),
    startModules: readStartModules(metafile.outputs),
  };
}

/** Follows the imports that are not asked for at run time. */
function readStartModules(outputs: Metafile['outputs']): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (path: string): void => {
    if (found.has(path)) return;
    found.add(path);
    for (const { kind, path: imported } of outputs[path]?.imports ?? []) {
      if (kind === 'import-statement' && imported in outputs) visit(imported);
    }
  };
  visit(`dist/worker/${mainModule}`);
  return new Set([...found].map((path) => basename(path)));
}
