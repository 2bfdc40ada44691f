/**
 * Which files the dashboard consists of, by the path they are served under. Reads its sources, writes nothing.
 * Every name but the page's own carries its content's hash, so that it can be cached for ever.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { build } from 'esbuild';
import type { PublishedFiles } from '../../scripts/publish-files.ts';

const hashLength = 10;

/** @returns the files by their path below the assets' directory; each path starts with `dashboard/`. */
export async function createDashboardFiles(root: string): Promise<PublishedFiles> {
  const files = new Map<string, Buffer>();
  let page = await readFile(resolve(root, 'web/dashboard/page.html'), 'utf8');
  const publish = (name: string, content: Buffer): void => {
    const hash = createHash('sha256').update(content).digest('hex').slice(0, hashLength);
    const hashedName = name.replace('.', `.${hash}.`);
    files.set(`dashboard/${hashedName}`, content);
    page = page.replace(`/dashboard/${name}`, `/dashboard/${hashedName}`);
  };
  for (const { path, contents } of await bundlePage(root)) publish(basename(path), Buffer.from(contents));
  publish('icon.svg', await readFile(resolve(root, 'web/graphiql/icon.svg')));
  files.set('dashboard/index.html', Buffer.from(page));
  return files;
}

/** One script and one style sheet, with the libraries' own in them. */
async function bundlePage(root: string) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['web/dashboard/mount.tsx', 'web/dashboard/page.css'],
    outdir: 'dist/dashboard',
    write: false,
    logLevel: 'silent',
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    legalComments: 'inline',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  return outputFiles;
}
