/** Arguments that the gateway does not take: the answer names them, and upstream is not called. */

import { describe, expect, test } from 'vitest';
import { connectionOf } from '../support/answer.ts';
import { createTestGateway } from '../support/test-gateway.ts';

const query = `query ($filter: TestSessionFilter, $first: Int, $after: String) {
  testSessions(filter: $filter, first: $first, after: $after) { edges { cursor } } }`;
const gateway = createTestGateway({ emulator: { sessions: 30 }, vars: { MAX_PAGE_SIZE: '25' } });

/** The first error, when nothing went upstream for it. */
async function refusalOf(variables: Record<string, unknown>) {
  const callsBefore = gateway.emulator.stats().recent.length;
  const answer = await gateway.ask(query, { variables });
  expect(gateway.emulator.stats().recent).toHaveLength(callsBefore);
  expect(answer.errors).toHaveLength(1);
  return answer.errors[0];
}

const refused = (argument: string, reason: string) => ({
  message: `${argument}: ${reason}`,
  path: ['testSessions'],
  extensions: { code: 'BAD_USER_INPUT', argument, reason },
});

describe('a filter', () => {
  const text = (length: number) => 'x'.repeat(length);
  const names = (count: number) => Array.from({ length: count }, (_, i) => `name-${i}`);
  const at = (time: string) => `2026-11-24T${time}Z`;

  test.each<[Record<string, unknown>, string, string]>([
    [{ search: 'ab' }, 'filter.search', 'takes 3 to 200 characters, but got 2'],
    [{ search: '😀😀' }, 'filter.search', 'takes 3 to 200 characters, but got 2'],
    [{ search: '😀'.repeat(201) }, 'filter.search', 'takes 3 to 200 characters, but got 201'],
    [{ search: text(201) }, 'filter.search', 'takes 3 to 200 characters, but got 201'],
    [{ branches: names(51) }, 'filter.branches', 'takes at most 50 values'],
    [{ branches: ['main', ''] }, 'filter.branches', 'must not be blank'],
    [{ branches: [text(257)] }, 'filter.branches', 'takes at most 256 characters'],
    [{ users: names(51) }, 'filter.users', 'takes at most 50 values'],
    [{ users: [' '] }, 'filter.users', 'must not be blank'],
    [{ users: [text(257)] }, 'filter.users', 'takes at most 256 characters'],
    [{ errorGroupId: ' ' }, 'filter.errorGroupId', 'must not be blank'],
    [{ errorGroupId: text(257) }, 'filter.errorGroupId', 'takes at most 256 characters'],
    [{ from: at('10:00:00'), to: at('10:00:00') }, 'filter.from', 'must lie before filter.to'],
    [{ from: at('10:00:00.001'), to: at('10:00:00') }, 'filter.from', 'must lie before filter.to'],
    [
      { from: at('10:00:00'), createdWithin: 'PT1H' },
      'filter.createdWithin',
      'cannot stand together with filter.from; choose one',
    ],
    [{ createdWithin: 'PT0S' }, 'filter.createdWithin', 'must be longer than nothing'],
    [{ users: ['ada'], branches: [''], search: 'ab' }, 'filter.branches', 'must not be blank'],
    [
      { createdWithin: 'PT1H', to: at('11:00:00') },
      'filter.createdWithin',
      'must reach back to before filter.to',
    ],
  ])('is refused: %#', async (filter, argument, reason) => {
    expect(await refusalOf({ filter })).toEqual(refused(argument, reason));
  });

  test.each<Record<string, unknown>>([
    { search: 'abc' },
    { search: text(200) },
    { search: '😀'.repeat(101) },
    { search: '😀'.repeat(200) },
    { branches: names(50) },
    { branches: [...names(50), ...names(50)] },
    { users: [text(256)] },
    { errorGroupId: text(256) },
    { errorGroupId: '😀'.repeat(256) },
    { from: at('10:00:00'), to: at('10:00:00.001') },
    { createdWithin: 'PT1H', to: at('11:00:00.001') },
    { createdWithin: 'P9999W' },
  ])('at its limits is taken: %#', async (filter) => {
    expect((await gateway.ask(query, { variables: { filter } })).errors).toEqual([]);
  });
});

describe('a variable', () => {
  test.each<[Record<string, unknown>, string, string]>([
    [
      { filter: { statuses: ['DONE'] } },
      '$filter',
      '"filter.statuses[0]"; Value "DONE" does not exist in "TestSessionStatus" enum.',
    ],
    [
      { filter: { providers: ['github'] } },
      '$filter',
      '"filter.providers[0]"; Value "github" does not exist in "TestSessionProvider" enum.',
    ],
    [{ filter: { branches: [null] } }, '$filter', 'at "filter.branches[0]"'],
    [{ filter: { branch: 'main' } }, '$filter', 'Field "branch" is not defined by type "TestSessionFilter".'],
    [{ filter: { from: '2026-02-30T00:00:00Z' } }, '$filter', 'DateTime takes a moment with its zone'],
    [{ filter: { from: 1_795_512_600 } }, '$filter', 'but got a number.'],
    [
      { filter: { createdWithin: 'P1M' } },
      '$filter',
      'Duration takes a length of time, such as "PT24H" or "P7D", but got "P1M".',
    ],
    [{ first: 1.5 }, '$first', 'Int cannot represent non-integer value: 1.5'],
    [{ first: '5' }, '$first', 'Int cannot represent non-integer value: "5"'],
    [{ first: 2 ** 31 }, '$first', 'Int cannot represent non 32-bit signed integer value'],
    [{ after: 5 }, '$after', 'String cannot represent a non string value: 5'],
  ])('of the wrong kind is refused by its name: %j', async (variables, argument, part) => {
    const error = await refusalOf(variables);
    expect(error).toEqual({
      message: expect.stringContaining(part),
      extensions: { code: 'BAD_USER_INPUT', argument, reason: error?.message },
    });
  });
});

describe('first', () => {
  test.each([
    [-1, 'must be 0 or more, but is -1'],
    [-(2 ** 31), 'must be 0 or more, but is -2147483648'],
    [26, 'must be at most 25, but is 26'],
  ])('of %i is refused', async (first, reason) => {
    expect(await refusalOf({ first })).toEqual(refused('first', reason));
  });

  test.each([
    [0, 0],
    [1, 1],
    [25, 25],
    [null, 20],
    [undefined, 20],
  ])('of %j gives %i edges', async (first, count) => {
    const answer = await gateway.ask(query, { variables: { first } });
    expect(connectionOf(answer).edges).toHaveLength(count);
  });

  test('is at most 500 unless it is configured', async () => {
    const answer = await createTestGateway().ask('{ testSessions(first: 501) { edges { cursor } } }');
    expect(answer.errors).toEqual([refused('first', 'must be at most 500, but is 501')]);
  });
});

test('an empty after is refused', async () => {
  expect(await refusalOf({ after: '' })).toEqual(
    refused('after', 'the cursor is empty; leave it out to start from the first page'),
  );
});

test('one alias with a bad argument does not take its siblings with it', async () => {
  const answer = await gateway.ask(
    '{ bad: testSessions(first: -1) { edges { cursor } } good: testSessions(first: 0) { edges { cursor } } }',
  );
  expect([answer.data, answer.errors.map(({ path }) => path)]).toEqual([
    { bad: null, good: { edges: [] } },
    [['bad']],
  ]);
});

test('a literal of the wrong kind is a validation error that says what is taken', async () => {
  const answer = await gateway.ask('{ testSessions(filter: {statuses: [DONE]}) { edges { cursor } } }');
  expect([answer.data, answer.errors]).toEqual([
    null,
    [
      {
        message: 'Value "DONE" does not exist in "TestSessionStatus" enum.',
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
      },
    ],
  ]);
});
