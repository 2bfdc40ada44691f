/** What stands behind Workers Cache: one page, for the partition that the credential really has, and nothing for any other. */

import { describe, expect, test } from 'vitest';
import { bothKey, demoAccountId, otherAccountId, serviceKey } from '../../emulator/accounts.ts';
import { toAccountTag, toPartition } from '../../src/cache/partition.ts';
import { readPageResponse } from '../../src/pages/page-answer.ts';
import { answerPage } from '../../src/pages/page-origin.ts';
import { testStart, testVars } from '../support/test-gateway.ts';
import {
  createPagesHost,
  demoCredential,
  demoPartition,
  headPage,
  pagesConfig,
  toQuestion,
} from './page-question.ts';

const secret = testVars.CACHE_PARTITION_SECRET;

test('a page is answered with its times for Workers Cache, its account’s tag, and what it cost', async () => {
  const { emulator, host } = createPagesHost();
  emulator.addSessions([{ name: 'one', status: 'PASSED' }]);
  const response = await answerPage(host, pagesConfig, toQuestion(), demoPartition);
  expect([response.status, Object.fromEntries(response.headers)]).toEqual([
    200,
    {
      'cache-control': 'public, max-age=10, stale-while-revalidate=30, stale-if-error=3600',
      'cache-tag': toAccountTag(demoCredential, secret),
      'content-type': 'application/json',
      'x-gateway-upstream-calls': '1',
    },
  ]);
  expect(await readPageResponse(response)).toMatchObject({
    fetchedAt: testStart,
    freshness: 'head',
    freshForMs: 10_000,
    value: { fetchedAt: testStart, nextToken: null, rows: [{ kind: 'session', session: { name: 'one' } }] },
  });
});

test.each([
  ['with something running', { status: 'RUNNING' }, {}, 5],
  ['of a closed window', { status: 'PASSED' }, { toSeconds: testStart / 1000 - 120 }, 86_400],
  [
    'of a window that a filter leaves open',
    { status: 'PASSED' },
    { toSeconds: testStart / 1000 - 120, search: 'one' },
    10,
  ],
])('a page %s has a max-age of its own', async (_case, fields, filter, maxAge) => {
  const { emulator, host } = createPagesHost();
  emulator.addSessions([{ name: 'one', created_at: new Date(testStart - 600_000).toISOString(), ...fields }]);
  const page = { ...headPage, filter: { ...headPage.filter, ...filter } };
  const response = await answerPage(host, pagesConfig, toQuestion({ page }), demoPartition);
  expect(response.headers.get('cache-control')).toBe(
    `public, max-age=${maxAge}, stale-while-revalidate=30, stale-if-error=3600`,
  );
});

describe('500, never stored, and no upstream call', () => {
  const partitionOf = (apiKey: string, accountId: string | null) =>
    toPartition({ apiKey, accountId }, secret);

  test.each<[string, unknown]>([
    ['without a partition', undefined],
    ['with an empty one', ''],
    ['with one that is no text', { toString: () => demoPartition }],
    ['with that of another key', partitionOf(bothKey, demoAccountId)],
    ['with that of another account', partitionOf(demoCredential.apiKey, otherAccountId)],
    ['with that of no account', partitionOf(demoCredential.apiKey, null)],
    ['with that under another secret', toPartition(demoCredential, 'b'.repeat(32))],
    ['with it in capitals', demoPartition.toUpperCase()],
  ])('%s', async (_case, partition) => {
    const { emulator, host } = createPagesHost();
    await expectRefusal(await answerPage(host, pagesConfig, toQuestion(), partition), emulator);
  });

  test.each<[string, string | null]>([
    ['no credential', null],
    ['a credential that is not JSON', demoCredential.apiKey],
    ['a list that is too short', JSON.stringify([demoCredential.apiKey])],
    ['an object', JSON.stringify(demoCredential)],
    ['a key of another kind', JSON.stringify(['gw_0123456789abcdefghij', demoAccountId, null])],
    ['a key with a line break', JSON.stringify(['cu_demo\r\nx: y', demoAccountId, null])],
    ['an account that is no UUID', JSON.stringify([demoCredential.apiKey, 'mine', null])],
    ['a time that is no number', JSON.stringify([demoCredential.apiKey, demoAccountId, 'now'])],
  ])('with %s', async (_case, header) => {
    const { emulator, host } = createPagesHost();
    const headers = header === null ? new Headers() : readableHeaders(header);
    await expectRefusal(
      await answerPage(host, pagesConfig, new Request(toQuestion().url, { headers }), demoPartition),
      emulator,
    );
  });

  test.each([
    ['no page', ''],
    ['a page that is not JSON', '?page={'],
    ['a page with more fields', `?page=${encodeURIComponent(JSON.stringify({ ...headPage, more: 1 }))}`],
    ['a page without a filter', `?page=${encodeURIComponent(JSON.stringify({ size: 1, token: null }))}`],
  ])('with %s', async (_case, search) => {
    const { emulator, host } = createPagesHost();
    const { headers } = toQuestion();
    const request = new Request(`https://pages.gateway.invalid/page${search}`, { headers });
    await expectRefusal(await answerPage(host, pagesConfig, request, demoPartition), emulator);
  });
});

test('a service key without an account has a partition and a tag of its own', async () => {
  const { host } = createPagesHost();
  const credential = { apiKey: serviceKey, accountId: null };
  const question = toQuestion({ credential });
  const response = await answerPage(host, pagesConfig, question, toPartition(credential, secret));
  expect([response.status, response.headers.get('cache-tag')]).toEqual([
    200,
    toAccountTag(credential, secret),
  ]);
});

test('the question is a plain GET: a sorted query, the credential in a header of its own and nowhere else', () => {
  const request = toQuestion({ rowsCreatedBefore: 5 });
  expect([request.method, [...request.headers.keys()]]).toEqual(['GET', ['x-gateway-credential']]);
  expect([...new URL(request.url).searchParams]).toEqual([['page', JSON.stringify(headPage)]]);
  expect(request.url).not.toContain(demoCredential.apiKey);
});

function readableHeaders(credential: string): Headers {
  return new Headers({ 'x-gateway-credential': credential });
}

async function expectRefusal(response: Response, emulator: { stats(): { recent: readonly string[] } }) {
  expect([response.status, Object.fromEntries(response.headers), await response.text()]).toEqual([
    500,
    { 'cache-control': 'no-store' },
    '',
  ]);
  expect(emulator.stats().recent).toEqual([]);
}
