/** Which queries have a plan, and how many are kept of a document. */

import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { createDocumentPlans } from '../../src/graphql/plan/plans.ts';
import { maxPlanFields, maxPlansOfDocument } from '../../src/limits.ts';
import { schema } from '../../src/schema/schema.ts';

function createPlans(text: string) {
  let growths = 0;
  const plans = createDocumentPlans(schema, parse(text), () => {
    growths += 1;
  });
  return { ...plans, growths: () => growths };
}

const aliases = (count: number) => Array.from({ length: count }, (_, i) => `a${i}: __typename`).join(' ');

test.each([
  ['a query', '{ __typename testSessions { nodes { id } } }'],
  [
    'fields of an interface and a union',
    '{ node(id: "x") { id } _entities(representations: []) { __typename } }',
  ],
  ['as many fields as a plan may have', `{ ${aliases(maxPlanFields)} }`],
])('%s: has a plan', (_name, text) => {
  expect(createPlans(text).find(null, {})).not.toBeNull();
});

test.each([
  ['introspection', '{ __schema { description } }'],
  ['a subscription', 'subscription { testSessionCompleted(id: "x") { id } }'],
  ['another directive', '{ __typename @later }'],
  ['a condition that is null', 'query ($is: Boolean = true) { __typename @skip(if: $is) }'],
  ['a name that would be the prototype', '{ __proto__: __typename }'],
  ['one field more than a plan may have', `{ ${aliases(maxPlanFields + 1)} }`],
])('%s: has none', (_name, text) => {
  expect(createPlans(text).find(null, { is: null })).toBeNull();
});

test('a plan is compiled once, for each operation and each case of its conditions', () => {
  const plans = createPlans(`
    query A($is: Boolean!, $id: ID!) { testSession(id: $id) { id name @include(if: $is) } }
    query B { __typename }
  `);
  const found = [
    plans.find('A', { is: true, id: '1' }),
    plans.find('A', { is: false, id: '1' }),
    plans.find('B', {}),
    plans.find('A', { is: true, id: '2' }),
    plans.find('A', { is: false, id: '2' }),
    plans.find('B', {}),
  ];
  expect(found.map((plan) => plan?.fieldCount)).toEqual([3, 2, 1, 3, 2, 1]);
  expect(found.slice(3)).toEqual(found.slice(0, 3));
  expect([plans.growths(), plans.bytes()]).toEqual([3, 6 * 400]);
});

test('a document keeps so many plans, and begins anew with the next', () => {
  const names = Array.from({ length: maxPlansOfDocument + 1 }, (_, i) => `Q${i}`);
  const plans = createPlans(names.map((name) => `query ${name} { __typename }`).join(' '));
  const bytes = names.map((name) => {
    plans.find(name, {});
    return plans.bytes();
  });
  expect(bytes).toEqual([400, 800, 1_200, 1_600, 400]);
});
