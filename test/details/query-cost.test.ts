/** The query cost of lists: a limit for the request, checked before anything is read. */

import { describe, expect, test } from 'vitest';
import { createTestGateway } from '../support/test-gateway.ts';

const detailRoute = 'GET /v1/test-sessions/{id}';

async function ask(
  query: string,
  vars: Record<string, string> = {},
  variables: Record<string, unknown> = {},
) {
  const gateway = createTestGateway({ vars, emulator: { sessions: 200 } });
  const answer = await gateway.ask(query, { variables });
  return { answer, requests: gateway.emulator.stats().requests };
}

describe('a list', () => {
  test('gets the results of twenty-five sessions within the calls of the smallest plan', async () => {
    const { answer, requests } = await ask('{ testSessions(first: 25) { nodes { results { status } } } }');
    expect(answer.errors).toEqual([]);
    expect(requests[detailRoute]).toBe(25);
  });

  test('gets results and errors of twelve sessions', async () => {
    const { answer } = await ask(
      '{ testSessions(first: 12) { nodes { results { status errorGroups { message } } errorGroups { message } } } }',
    );
    expect(answer.errors).toEqual([]);
  });

  test.each([
    ['nodes', '{ testSessions(first: 100) { nodes { results { id } } } }'],
    ['edges', '{ testSessions(first: 26) { edges { node { name results { id } } } } }'],
    ['an alias', '{ testSessions(first: 26) { nodes { r: results { id } } } }'],
    [
      'a fragment',
      '{ testSessions(first: 26) { ...c } } fragment c on TestSessionConnection { nodes { ...s } } fragment s on TestSession { results { id } }',
    ],
    ['an inline fragment', '{ testSessions(first: 26) { nodes { ... on TestSession { results { id } } } } }'],
    ['errors', '{ testSessions(first: 26) { nodes { errorGroups { message } } } }'],
    ['both', '{ testSessions(first: 13) { nodes { results { errorGroups { message } } } } }'],
  ])('that asks for too many is refused at no call: %s', async (_way, query) => {
    const { answer, requests } = await ask(query);
    expect([answer.data, requests]).toEqual([{ testSessions: null }, {}]);
    expect(answer.errors).toMatchObject([
      { path: ['testSessions'], extensions: { code: 'BAD_USER_INPUT', argument: 'first' } },
    ]);
  });

  test('is told what to ask for instead', async () => {
    const { answer } = await ask('{ testSessions(first: 100) { nodes { results { id } } } }');
    expect(answer.errors[0]?.message).toBe(
      'first: with TestSession.results, 100 sessions cost 100 reads one by one; a request may make 25: ask for at most 25, or for single sessions with testSession(id:)',
    );
  });

  test('is told each field that costs', async () => {
    const { answer } = await ask(
      '{ testSessions(first: 13) { nodes { results { errorGroups { hash message } } } } }',
    );
    expect(answer.errors[0]?.message).toBe(
      'first: with TestSession.results and TestSessionErrorGroup.hash, 13 sessions cost 26 reads one by one; a request may make 25: ask for at most 12, or for single sessions with testSession(id:)',
    );
  });

  test.each([
    ['without them', '{ testSessions(first: 200) { nodes { name errorGroups { id } } } }'],
    [
      'left out by @skip',
      'query ($no: Boolean = true) { testSessions(first: 200) { nodes { id results @skip(if: $no) { id } } } }',
    ],
    [
      'left out by @include',
      '{ testSessions(first: 200) { nodes { id ...r @include(if: false) } } } fragment r on TestSession { results { id } }',
    ],
  ])('has no such limit %s', async (_way, query) => {
    const { answer, requests } = await ask(query);
    expect([answer.errors, requests[detailRoute]]).toEqual([[], undefined]);
  });
});

test('the limit is for the request: what one alias takes the next does not get', async () => {
  const { answer } = await ask(`{
    a: testSessions(first: 20) { nodes { results { id } } }
    b: testSessions(first: 20, filter: { statuses: [FAILED] }) { nodes { results { id } } }
    c: testSessions(first: 5) { nodes { results { id } } } }`);
  expect(answer.errors).toMatchObject([{ path: ['b'], extensions: { argument: 'first' } }]);
  expect(answer.errors[0]?.message).toContain(
    'of which other fields of this request take 20: ask for at most 5',
  );
});

test('MAX_DETAILS_PER_REQUEST raises it, for plans that allow more calls', async () => {
  const query = '{ testSessions(first: 100) { nodes { results { id } } } }';
  const { answer, requests } = await ask(query, { MAX_DETAILS_PER_REQUEST: '100', SUBREQUEST_BUDGET: '200' });
  expect([answer.errors, requests[detailRoute]]).toEqual([[], 100]);
  const none = await ask('{ testSessions(first: 1) { nodes { results { id } } } }', {
    MAX_DETAILS_PER_REQUEST: '0',
  });
  expect(none.answer.errors[0]?.message).toContain('leave them out here');
});
