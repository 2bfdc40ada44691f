/** The table of variables as people read it. */

import * as v from 'valibot';
import { expect, test } from 'vitest';
import { describeVariables } from '../../scripts/describe-variables.ts';
import { choice, requiredSecret, seconds, secretList } from '../../src/config/variable-kinds.ts';

test('a row tells name, default, what it takes with its unit, and what it does, in the table’s order', () => {
  const table = {
    mode: choice({ name: 'MODE', options: ['a', 'b|c'], default: 'a', description: 'How it works.' }),
    times: {
      waitMs: seconds({ name: 'WAIT_SECONDS', to: 9, default: 5, description: 'How long it waits.' }),
    },
    secret: requiredSecret({
      name: 'SECRET',
      schema: v.string(),
      takes: 'anything',
      purpose: 'seals',
      description: 'Seals.',
    }),
    tokens: secretList({
      name: 'TOKENS',
      schema: v.pipe(
        v.string(),
        v.transform(() => []),
      ),
      form: '["…"]',
      details: 'a text for each',
      description: 'Lets in.',
    }),
  };
  expect(describeVariables(table)).toBe(`| Variable | Default | Takes | What it does |
|---|---|---|---|
| \`MODE\` | \`a\` | \`a\`, \`b\\|c\` | How it works. |
| \`WAIT_SECONDS\` | \`5\` | 0 to 9 seconds | How long it waits. |
| \`SECRET\` (secret) | none; required | anything | Seals. |
| \`TOKENS\` (secret) | none | JSON of the form \`["…"]\`, with a text for each | Lets in. |
`);
});
