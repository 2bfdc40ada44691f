/** The variables' table as Markdown, for docs/configuration.md. Printed by `npm run print:config`. */

import {
  listVariables,
  type Variable,
  type VariableTable,
  type WhenAbsent,
} from '../src/config/read-variable.ts';

/** A Markdown table with a row for each variable, in the table's order. */
export function describeVariables(table: VariableTable): string {
  const head = '| Variable | Default | Takes | What it does |\n|---|---|---|---|\n';
  return head + listVariables(table).map(toRow).join('');
}

function toRow({ name, isSecret, whenAbsent, documentedTakes, description }: Variable<unknown>): string {
  const cells = [
    isSecret ? `\`${name}\` (secret)` : `\`${name}\``,
    describeAbsence(whenAbsent),
    documentedTakes,
    description,
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
}

function describeAbsence(whenAbsent: WhenAbsent<unknown>): string {
  switch (whenAbsent.kind) {
    case 'default':
      return `\`${whenAbsent.text}\``;
    case 'none':
      return 'none';
    case 'required':
      return 'none; required';
  }
}
