/**
 * `npm run print:config`: writes the table of variables into docs/configuration.md, between its markers, and that of
 * the host on Node into docs/node.md. With `--check` it writes nothing, and fails with the difference.
 */

import { variables } from '../src/config/variables.ts';
import { nodeVariables } from '../src/node/node-variables.ts';
import { describeVariables } from './describe-variables.ts';
import { writePrintedPart } from './write-printed.ts';

await writePrintedPart('docs/configuration.md', 'config', describeVariables(variables));
await writePrintedPart('docs/node.md', 'config', describeVariables(nodeVariables));
