/** Brings the packages of the clients that are built: a project of their own, as its README says. */
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

const root = resolve(import.meta.dirname, '../..');
const timeout = 240_000;

export async function setup(): Promise<void> {
  await promisify(execFile)('npm', ['ci', '--prefix', 'examples/projects'], { cwd: root, timeout });
}
