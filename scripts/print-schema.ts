/**
 * `npm run print:schema`: writes the schema's two texts. With `--check` it writes nothing, and fails with the
 * difference when a text is not what the source makes of it.
 */
import { schema } from '../src/schema/schema.ts';
import { printClientSchema, printSubgraph } from './schema-texts.ts';
import { writePrinted } from './write-printed.ts';

await writePrinted('schema.graphql', 'print:schema', () => printClientSchema(schema));
await writePrinted('src/schema/federation/subgraph.graphql', 'print:schema', () => printSubgraph(schema));
