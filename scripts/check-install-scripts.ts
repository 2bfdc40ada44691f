/** `npm run check:install-scripts`: fails when `allowScripts` of package.json is not the list of all packages with one. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { findNeedlessEntries, findUnlistedScripts, type LockedPackages } from './supply-chain.ts';

const root = resolve(import.meta.dirname, '..');
const { packages }: { packages: LockedPackages } = await readJson('package-lock.json');
const { allowScripts }: { allowScripts: Record<string, boolean> } = await readJson('package.json');

const unlisted = findUnlistedScripts(packages, allowScripts);
const needless = findNeedlessEntries(packages, allowScripts);
for (const name of unlisted) console.error(`${name} has an install script and is not in allowScripts.`);
for (const name of needless) console.error(`${name} is in allowScripts and has no install script.`);
console.log(`${Object.keys(allowScripts).length} packages with an install script are listed.`);
process.exitCode = unlisted.length + needless.length > 0 ? 1 : 0;

async function readJson(path: string) {
  return JSON.parse(await readFile(resolve(root, path), 'utf8'));
}
