/**
 * `npm run build:node`: the gateway for Node as one file, and the pages' files beside it, in `dist/node/`. It needs
 * nothing of `node_modules` any more.
 */
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import * as v from 'valibot';
import { unstable_readConfig as readWranglerConfig } from 'wrangler';
import { createPagesFiles } from './pages-files.ts';
import { publishFiles } from './publish-files.ts';

const root = resolve(import.meta.dirname, '..');
const directory = resolve(root, 'dist/node');

/** What undici takes; a test reads the same of its manifest. */
const minNodeMajor = 22;

const settingsSchema = v.object({ alias: v.record(v.string(), v.string()) });

/** CommonJS packages ask for Node's own modules by `require`. An older Node would end with a riddle. */
const banner = `import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
if (Number.parseInt(process.versions.node, 10) < ${minNodeMajor}) {
  process.stderr.write('The gateway needs Node ${minNodeMajor} or later; this is ' + process.version + '.\\n');
  process.exit(1);
}`;

/** For vitest, which calls it by this name. */
export async function setup(): Promise<void> {
  await buildNode();
}

/** @throws Error with esbuild's message when it does not build */
async function buildNode(): Promise<void> {
  const files = new Map([['gateway.mjs', await bundle()]]);
  for (const [path, content] of await createPagesFiles(root)) files.set(join('assets', path), content);
  await publishFiles(directory, files);
}

async function bundle(): Promise<Buffer> {
  const { alias } = v.parse(settingsSchema, readWranglerConfig({ config: resolve(root, 'wrangler.toml') }));
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['src/node/main.ts'],
    outfile: 'dist/node/gateway.mjs',
    write: false,
    logLevel: 'silent',
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: `node${minNodeMajor}`,
    // The Worker's, so that both hosts run the same code of each package, on the platform's own fetch and streams.
    conditions: ['workerd', 'worker', 'browser'],
    mainFields: ['browser', 'module', 'main'],
    define: { 'process.env.NODE_ENV': '"production"' },
    loader: { '.graphql': 'text' },
    banner: { js: banner },
    // Stack traces name functions.
    keepNames: true,
    minify: false,
    alias,
  });
  const [output] = outputFiles;
  if (output === undefined) throw new Error('esbuild wrote nothing.');
  return Buffer.from(output.contents);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildNode();
