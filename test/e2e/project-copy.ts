/**
 * A copy of this project to run commands in, so that a test can plant a `.dev.vars` without touching that of the
 * person who runs it. Shares `node_modules`; everything else is its own.
 */
import { cp, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
/** What belongs to the machine rather than to the project. */
const notCopied = new Set(['.dev.vars', '.env', '.git', '.wrangler', 'coverage', 'dist', 'node_modules']);

export interface ProjectCopy {
  readonly directory: string;
  remove(): Promise<void>;
}

/** @param devVars the text of its `.dev.vars`; left out, it has none */
export async function createProjectCopy(devVars?: string): Promise<ProjectCopy> {
  const directory = await mkdtemp(join(tmpdir(), 'project-'));
  for (const name of await readdir(root)) {
    if (!notCopied.has(name)) await cp(join(root, name), join(directory, name), { recursive: true });
  }
  await symlink(join(root, 'node_modules'), join(directory, 'node_modules'));
  if (devVars !== undefined) await writeFile(join(directory, '.dev.vars'), devVars);
  return { directory, remove: () => rm(directory, { recursive: true, force: true }) };
}
