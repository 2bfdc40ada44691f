/** The tables that are printed into the documents: of errors, and of what was measured. */

import { expect, test } from 'vitest';
import { describeErrors } from '../../scripts/describe-errors.ts';
import { describeMeasured } from '../../scripts/describe-measured.ts';

test('a code without more in its extensions has an empty cell', () => {
  const table = describeErrors({
    NOT_FOUND: { cause: 'Nothing is there.', more: '' },
    RATE_LIMITED: { cause: 'Too much.', more: '`retryAfter`' },
  });
  expect(table).toBe(`| Code | Cause | More in \`extensions\` |
|---|---|---|
| \`NOT_FOUND\` | Nothing is there. | |
| \`RATE_LIMITED\` | Too much. | \`retryAfter\` |
`);
});

const head =
  '| Candidate | CPU µs a request | to constant | p50 ms | upstream calls | memory MB |\n| --- | ---: |\n';

test('what was measured loses its quartiles, and candidates that were not recorded are left out', () => {
  const page = `<!-- bench: start -->\n${head}| constant Worker | 1 (1–2) | 1 | 2 | 0.00 | 3 |
| Yoga (Node), page of 20 | 874 (794–923) | 6.57 | 5.29 | 1.00 | 303 |\n<!-- bench: end -->`;
  expect(
    describeMeasured(page),
  ).toBe(`|  | CPU µs a request | to a constant answer | median ms | calls to Checkly | memory MB |
| --- | ---: | ---: | ---: | ---: | ---: |
| Yoga by hand, on Node | 874 | 6.57 | 5.29 | 1.00 | 303 |
`);
});

test('a table without one of the columns is an error', () => {
  const page = '<!-- bench: start -->\n| Candidate | p50 ms |\n| --- | ---: |\n<!-- bench: end -->';
  expect(() => describeMeasured(page)).toThrow('lacks the column "CPU µs a request"');
});
