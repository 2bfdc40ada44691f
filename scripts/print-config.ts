/**
 * `npm run print:config`: writes the table of variables into the README, between its markers. With `--check` it
 * writes nothing, and fails with the difference.
 */

import { variables } from '../src/config/variables.ts';
import { describeVariables } from './describe-variables.ts';
import { writePrinted } from './write-printed.ts';

const start = '<!-- configuration:start -->\n';
const end = '<!-- configuration:end -->\n';

await writePrinted('README.md', 'print:config', (readme) => {
  const from = readme.indexOf(start);
  const to = readme.indexOf(end);
  if (from === -1 || to < from) throw new Error('README.md lacks the markers of the configuration table.');
  return readme.slice(0, from + start.length) + describeVariables(variables) + readme.slice(to);
});
