/**
 * Builds what a deployment uploads into `dist/worker/`, and GraphiQL with it, once before the tests. The files
 * change only when their content does, so that two runs at once do not restart each other's gateways.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { publishFiles } from './publish-files.ts';
import { findWrangler, quietEnvironment } from './wrangler-dev.ts';

const root = resolve(import.meta.dirname, '..');

export async function setup(): Promise<void> {
  await mkdir(join(root, 'dist'), { recursive: true });
  const directory = await mkdtemp(join(root, 'dist/build-'));
  try {
    // Fails with wrangler's own message when the Worker does not build.
    await promisify(execFile)(
      process.execPath,
      ['--no-warnings', findWrangler(), 'deploy', '--env=', '--dry-run', `--outdir=${directory}`],
      { cwd: root, env: { ...process.env, ...quietEnvironment } },
    );
    await publishFiles(join(root, 'dist/worker'), await readBundle(directory));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function readBundle(directory: string): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    // wrangler writes the time of the build into a README.
    if (entry.isFile() && entry.name !== 'README.md')
      files.set(relative(directory, path), await readFile(path));
  }
  return files;
}
