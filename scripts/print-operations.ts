/**
 * `npm run print:operations`: writes the types of the dashboard's operations, and their texts, from `schema.graphql`.
 * With `--check` it writes nothing, and fails with the difference.
 */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { codegen } from '@graphql-codegen/core';
import * as typedDocuments from '@graphql-codegen/typed-document-node';
import * as operationTypes from '@graphql-codegen/typescript-operations';
import { parse } from 'graphql';
import { writePrinted } from './write-printed.ts';

const root = resolve(import.meta.dirname, '..');
const operationsPath = 'web/dashboard/dashboard.graphql';
const typesPath = 'web/dashboard/dashboard.generated.ts';

const [schema, operations] = await Promise.all(
  ['schema.graphql', operationsPath].map(async (path) => parse(await readFile(resolve(root, path), 'utf8'))),
);
if (schema === undefined || operations === undefined) throw new Error('There is nothing to print.');

const text = await codegen({
  filename: typesPath,
  schema,
  documents: [{ location: operationsPath, document: operations }],
  pluginMap: { operationTypes, typedDocuments },
  plugins: [{ operationTypes: {} }, { typedDocuments: {} }],
  config: {
    documentMode: 'string',
    useTypeImports: true,
    immutableTypes: true,
    skipTypename: true,
    strictScalars: true,
    scalars: { DateTime: 'string', Duration: 'string' },
  },
});
const banner = `/** Written by \`npm run print:operations\` from ${operationsPath}. */\n\n`;
await writePrinted(typesPath, 'print:operations', () => `${banner}${text.trim()}\n`);
