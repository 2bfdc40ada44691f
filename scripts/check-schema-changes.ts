/**
 * `npm run check:schema-changes`: compares `schema.graphql` with that of the last release, and fails when no
 * changeset in `.changeset/` asks for the version that the changes need.
 */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { getReleasePlan } from '@changesets/get-release-plan';
import manifest from '../package.json' with { type: 'json' };
import { compareSchemas, isEnough, toRequiredBump } from './schema-changes.ts';

const root = resolve(import.meta.dirname, '..');

const [released, current] = await Promise.all(
  ['docs/releases/schema.graphql', 'schema.graphql'].map((path) => readFile(resolve(root, path), 'utf8')),
);
const changes = compareSchemas(released ?? '', current ?? '');
const { releases } = await getReleasePlan(root);
const planned = releases.find(({ name }) => name === manifest.name)?.type ?? 'none';
const required = toRequiredBump(changes, manifest.version);

for (const change of changes.breaking) console.log(`Breaking: ${change}`);
for (const change of changes.dangerous) console.log(`Dangerous: ${change}`);
const isGood = isEnough(planned, required);
console.log(
  `Since ${manifest.version} the schema asks for the version bump "${required}"; the changesets plan "${planned}": ${
    isGood ? 'good' : 'run `npx changeset` and say what changed'
  }.`,
);
process.exitCode = isGood ? 0 : 1;
