/** What upstream is asked, to the letter: the same page has the same address. */

import { describe, expect, test } from 'vitest';
import { createTestGateway } from '../support/test-gateway.ts';

const query = `query ($filter: TestSessionFilter) { testSessions(filter: $filter, first: 1) { edges { cursor } } }`;

async function askWith(filter: Record<string, unknown> | null, vars: Record<string, string> = {}) {
  const gateway = createTestGateway({ emulator: { sessions: 1 }, vars });
  const answer = await gateway.ask(query, { variables: { filter } });
  expect(answer.errors).toEqual([]);
  return gateway.emulator.stats().recent;
}

describe('a filter', () => {
  test.each<[string, Record<string, unknown> | null, string]>([
    ['that is null', null, ''],
    ['that is empty', {}, ''],
    ['whose lists are empty', { statuses: [], branches: [], users: [], providers: [] }, ''],
    ['whose fields are null', { from: null, statuses: null, search: null, includeWithoutUser: null }, ''],
    ['whose texts are empty', { search: '', errorGroupId: '' }, ''],
    ['by start', { from: '2026-11-01T00:00:00.999Z' }, '&from=1793491200'],
    ['by end', { to: '2026-11-01T00:00:00.001Z' }, '&to=1793491201'],
    [
      'by whole seconds',
      { from: '2026-11-01T00:00:00Z', to: '2026-11-01T00:00:01Z' },
      '&from=1793491200&to=1793491201',
    ],
    ['by offset times', { from: '2026-11-01T01:00:00+01:00' }, '&from=1793491200'],
    ['by age', { createdWithin: 'PT24H' }, '&from=1795435200'],
    ['by status', { statuses: ['FAILED'] }, '&statuses%5B%5D=FAILED'],
    [
      'by statuses, sorted and once each',
      { statuses: ['RUNNING', 'FAILED', 'RUNNING'] },
      '&statuses%5B%5D=FAILED&statuses%5B%5D=RUNNING',
    ],
    [
      'by branch',
      { branches: ['feature/a&b=c', 'main'] },
      '&branches%5B%5D=feature%2Fa%26b%3Dc&branches%5B%5D=main',
    ],
    ['by user', { users: ['zoë', 'ada'] }, '&users%5B%5D=ada&users%5B%5D=zo%C3%AB'],
    ['by provider', { providers: ['VERCEL', 'API'] }, '&providers%5B%5D=API&providers%5B%5D=VERCEL'],
    ['that takes in sessions of nobody', { includeWithoutUser: true }, '&noUsers=true'],
    ['that does not', { includeWithoutUser: false }, ''],
    ['by text', { search: 'a b+c%#' }, '&textSearch=a+b%2Bc%25%23'],
    ['by error group', { errorGroupId: 'group-1' }, '&errorGroupId=group-1'],
  ])('%s', async (_case, filter, parameters) => {
    expect(await askWith(filter)).toEqual([`/v1/test-sessions?limit=100${parameters}`]);
  });

  test('in every field at once keeps one order', async () => {
    const filter = {
      errorGroupId: 'group-1',
      search: 'text',
      includeWithoutUser: true,
      providers: ['GITHUB'],
      users: ['ada'],
      branches: ['main'],
      statuses: ['PASSED'],
      to: '2026-11-02T00:00:00Z',
      from: '2026-11-01T00:00:00Z',
    };
    expect(await askWith(filter)).toEqual([
      '/v1/test-sessions?limit=100&from=1793491200&to=1793577600&statuses%5B%5D=PASSED&branches%5B%5D=main' +
        '&users%5B%5D=ada&providers%5B%5D=GITHUB&noUsers=true&textSearch=text&errorGroupId=group-1',
    ]);
  });

  test('sends its lists as repeated names where the gateway is told so', async () => {
    const filter = { statuses: ['PASSED', 'FAILED'], branches: ['main'] };
    expect(await askWith(filter, { UPSTREAM_LIST_STYLE: 'repeat' })).toEqual([
      '/v1/test-sessions?limit=100&statuses=FAILED&statuses=PASSED&branches=main',
    ]);
  });
});

test('a page is as large as configured, and the next one is asked for by its token, last', async () => {
  const gateway = createTestGateway({ emulator: { sessions: 100 }, vars: { UPSTREAM_PAGE_SIZE: '2' } });
  const answer = await gateway.ask(
    '{ testSessions(filter: {branches: ["main"]}, first: 3) { edges { cursor } } }',
  );
  expect(answer.errors).toEqual([]);
  expect(gateway.emulator.stats().recent).toEqual([
    '/v1/test-sessions?limit=2&branches%5B%5D=main',
    expect.stringMatching(/^\/v1\/test-sessions\?limit=2&branches%5B%5D=main&nextId=[\w%-]+$/),
  ]);
});
