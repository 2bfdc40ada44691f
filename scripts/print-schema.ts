/**
 * `npm run print:schema`: writes the schema's two texts. With `--check` it writes nothing, and fails with the
 * difference when a text is not what the source makes of it.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { diff } from 'node:util';
import { schema } from '../src/schema/schema.ts';
import { printClientSchema, printSubgraph } from './schema-texts.ts';

const root = resolve(import.meta.dirname, '..');
const texts = {
  'schema.graphql': printClientSchema(schema),
  'src/schema/federation/subgraph.graphql': printSubgraph(schema),
};

const isCheck = process.argv.includes('--check');
for (const [path, text] of Object.entries(texts)) {
  const held = await readFile(resolve(root, path), 'utf8').catch(() => '');
  if (held === text) continue;
  if (isCheck) {
    console.error(`${path} is not what the source says; npm run print:schema writes it anew.\n`);
    console.error(describeDifference(held, text));
    process.exitCode = 1;
  } else {
    await writeFile(resolve(root, path), text);
    console.log(`wrote ${path}`);
  }
}

/** The lines that differ, each with the nearest line before it that does not. */
function describeDifference(held: string, wanted: string): string {
  let context: string | null = null;
  const lines: string[] = [];
  for (const [operation, line] of diff(wanted.split('\n'), held.split('\n'))) {
    if (operation === 0) {
      context = line;
      continue;
    }
    if (context !== null) lines.push(`  ${context}`);
    context = null;
    lines.push(`${operation === 1 ? '+' : '-'} ${line}`);
  }
  return lines.join('\n');
}
