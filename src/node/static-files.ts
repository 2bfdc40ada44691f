/** The built pages, read once into memory: a file is found by its exact path, and nothing outside of them is. */

import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import type { StaticFiles } from '../http/pages/static-pages.ts';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
};

interface StaticFile {
  readonly content: Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
}

/** @throws Error when the directory cannot be read */
export async function readStaticFiles(directory: string): Promise<StaticFiles> {
  const files = new Map<string, StaticFile>();
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const content = new Uint8Array(await readFile(path));
    const name = `/${relative(directory, path).split(sep).join('/')}`;
    files.set(name, { content, headers: toHeaders(name, content) });
  }
  return {
    async fetch(request) {
      const file = files.get(new URL(request.url).pathname);
      if (file === undefined) return new Response(null, { status: 404 });
      const { headers, content } = file;
      if (request.headers.get('if-none-match')?.includes(headers.etag ?? '')) {
        return new Response(null, { status: 304, headers });
      }
      return new Response(request.method === 'HEAD' ? null : content, { headers });
    },
  };
}

function toHeaders(name: string, content: Uint8Array): Record<string, string> {
  const hash = createHash('sha256').update(content).digest('base64url').slice(0, 22);
  return {
    'content-type': types[extname(name)] ?? 'application/octet-stream',
    // Weak: it may be sent compressed.
    etag: `W/"${hash}"`,
  };
}
