/** What honest clients send passes with every limit at its default. */

import { getIntrospectionQuery } from 'graphql';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import type { Answer } from '../support/answer.ts';
import { createTestGateway } from '../support/test-gateway.ts';
import { selectAll } from './select-all.ts';

const costSchema = v.object({
  weight: v.object({ requested: v.number(), actual: v.number(), limit: v.number() }),
});
const weightOf = ({ extensions }: Answer) => v.parse(costSchema, extensions.cost).weight;

/** What reads one by one is limited by itself. */
const oneByOne = new Set([
  'results',
  'githubRun',
  'pullRequest',
  'message',
  'rawMessage',
  'hash',
  'firstSeen',
  'lastSeen',
  'environments',
  'isArchivedUntilNextEvent',
  'occurrences',
]);
const listFields = selectAll('TestSession', (type, field) =>
  type === 'TestSessionErrorGroup' ? field === 'id' : !oneByOne.has(field),
);

describe('introspection', () => {
  test.each([
    ['as GraphiQL asks', {}],
    [
      'as Relay and code generators ask',
      {
        descriptions: true,
        specifiedByUrl: true,
        directiveIsRepeatable: true,
        schemaDescription: true,
        inputValueDeprecation: true,
        oneOf: true,
      },
    ],
  ])('%s', async (_who, options) => {
    const answer = await createTestGateway().ask(getIntrospectionQuery(options), { headers: {} });
    expect(answer.errors).toEqual([]);
    const { requested, actual, limit } = weightOf(answer);
    expect(requested).toBeLessThan(limit / 5);
    expect(actual).toBeLessThan(requested);
  });
});

test('500 rows with every list field, as edges and as nodes', async () => {
  const gateway = createTestGateway({ emulator: { sessions: 500 } });
  const answer = await gateway.ask(
    `{ testSessions(first: 500) { edges { cursor node { ${listFields} } } nodes { ${listFields} } pageInfo { hasNextPage endCursor } } }`,
  );
  expect(answer.errors).toEqual([]);
  const { requested, actual, limit } = weightOf(answer);
  expect(requested).toBeLessThan(limit / 2);
  expect(actual).toBeGreaterThan(500 * 2 * 40);
  expect(actual).toBeLessThan(limit / 2);
});

test('a hundred representations with every field that is not read one by one', async () => {
  const gateway = createTestGateway({ vars: { SUBREQUEST_BUDGET: '1000' }, emulator: { sessions: 100 } });
  const ids = gateway.emulator.addSessions(Array.from({ length: 100 }, () => ({})));
  const answer = await gateway.ask(
    `query ($r: [_Any!]!) { _entities(representations: $r) { ... on TestSession { ${listFields} } } }`,
    { variables: { r: ids.map((sessionId) => ({ __typename: 'TestSession', sessionId })) } },
  );
  expect([answer.errors, answer.data?._entities]).toEqual([[], Array(100).fill(expect.any(Object))]);
});

test('five hundred ids, and not one more', async () => {
  const gateway = createTestGateway({ vars: { SUBREQUEST_BUDGET: '1000' } });
  const [id] = gateway.emulator.addSessions([{}]);
  const ask = (count: number) =>
    gateway.ask('query ($r: [_Any!]!) { _entities(representations: $r) { ... on TestSession { name } } }', {
      variables: { r: Array(count).fill({ __typename: 'TestSession', sessionId: id }) },
    });
  expect((await ask(500)).errors).toEqual([]);
  expect((await ask(501)).errors).toMatchObject([{ extensions: { argument: 'request' } }]);
});

test('the heaviest look-up of one session', async () => {
  const answer = await createTestGateway().ask(
    `{ testSession(id: "aaaaaaaa-0000-4000-8000-000000000001") { ${selectAll('TestSession', () => true)} } }`,
  );
  expect(answer.errors).toEqual([]);
});
