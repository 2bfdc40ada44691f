/**
 * `npm run print:config`: writes the table of variables into docs/configuration.md, between its markers. With
 * `--check` it writes nothing, and fails with the difference.
 */

import { variables } from '../src/config/variables.ts';
import { describeVariables } from './describe-variables.ts';
import { writePrintedPart } from './write-printed.ts';

await writePrintedPart('docs/configuration.md', 'config', describeVariables(variables));
