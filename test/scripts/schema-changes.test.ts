/** Which version a change of the schema asks for. */

import { expect, test } from 'vitest';
import { compareSchemas, isEnough, toRequiredBump } from '../../scripts/schema-changes.ts';

const released = 'type Query { status: Status  name(short: Boolean): String } enum Status { PASSED }';

test.each([
  ['nothing', released, { breaking: [], dangerous: [], isChanged: false }, 'none', 'none'],
  [
    'another order of what is there',
    'enum Status { PASSED } type Query { name(short: Boolean): String  status: Status }',
    { breaking: [], dangerous: [], isChanged: false },
    'none',
    'none',
  ],
  [
    'a field more',
    'type Query { status: Status  name(short: Boolean): String  id: ID } enum Status { PASSED }',
    { breaking: [], dangerous: [], isChanged: true },
    'patch',
    'minor',
  ],
  [
    'an enum value more',
    'type Query { status: Status  name(short: Boolean): String } enum Status { PASSED FAILED }',
    { breaking: [], dangerous: ['FAILED was added to enum type Status.'], isChanged: true },
    'patch',
    'minor',
  ],
  [
    'a field less',
    'type Query { status: Status } enum Status { PASSED }',
    { breaking: ['Query.name was removed.'], dangerous: [], isChanged: true },
    'minor',
    'major',
  ],
] as const)('%s', (_, current, changes, below1, from1) => {
  const found = compareSchemas(released, current);
  expect(found).toEqual(changes);
  expect([toRequiredBump(found, '0.9.9'), toRequiredBump(found, '1.0.0')]).toEqual([below1, from1]);
});

test('a larger bump than needed is enough, a smaller one is not', () => {
  expect([isEnough('major', 'minor'), isEnough('minor', 'minor'), isEnough('patch', 'minor')]).toEqual([
    true,
    true,
    false,
  ]);
});
