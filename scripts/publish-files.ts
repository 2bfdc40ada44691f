/**
 * Makes a directory hold exactly the given files. What is there already is not written again, and two that publish
 * the same files at once do not disturb each other: each file appears whole, by a rename.
 */
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

/** Contents by path, relative to the directory that they are published in. */
export type PublishedFiles = ReadonlyMap<string, Buffer>;

export async function publishFiles(directory: string, files: PublishedFiles): Promise<void> {
  await mkdir(directory, { recursive: true });
  // Beside the directory, not in it: what is half written must neither be served nor watched.
  const workDirectory = await mkdtemp(`${directory}-`);
  try {
    for (const [path, content] of files) {
      if (!(await holds(join(directory, path), content))) {
        await publishFile(join(directory, path), content, join(workDirectory, 'file'));
      }
    }
  } finally {
    await rm(workDirectory, { recursive: true, force: true });
  }
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !files.has(relative(directory, path))) await rm(path, { force: true });
  }
}

async function publishFile(path: string, content: Buffer, workPath: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(workPath, content);
  await rename(workPath, path);
}

async function holds(path: string, content: Buffer): Promise<boolean> {
  try {
    return content.equals(await readFile(path));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}
