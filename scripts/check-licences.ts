/** `npm run check:licences`: fails when a package that the Worker may ship has a licence that is not on the list. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isAllowedLicence, type LockedPackage, type LockedPackages, listShipped } from './supply-chain.ts';

const root = resolve(import.meta.dirname, '..');
const { packages }: { packages: LockedPackages } = await readJson('package-lock.json');

const shipped = listShipped(packages);
const licences = await Promise.all(
  shipped.map(async (path) => {
    // The installed file comes before the lock's copy of it: it is what is shipped.
    const installed: LockedPackage = await readJson(`${path}/package.json`).catch(() => ({}));
    return { path, licence: installed.license ?? packages[path]?.license };
  }),
);
const refused = licences.filter(({ licence }) => !isAllowedLicence(licence));

for (const { path, licence } of refused) console.error(`${path}: ${licence ?? 'no licence'}`);
console.log(`${shipped.length} packages that the Worker may ship, ${refused.length} with another licence.`);
process.exitCode = shipped.length === 0 || refused.length > 0 ? 1 : 0;

async function readJson(path: string) {
  return JSON.parse(await readFile(resolve(root, path), 'utf8'));
}
