/** A GET's ETag stands for what was answered, and 304 for nothing new, after the credential is checked. */

import { describe, expect, test } from 'vitest';
import { otherAccountId, otherKey } from '../../emulator/accounts.ts';
import { toGet } from '../support/get-request.ts';
import { createTestGateway, demoHeaders } from '../support/test-gateway.ts';

const query = '{ testSessions(first: 2) { nodes { id name } } }';

async function createTagged() {
  const gateway = createTestGateway();
  const etag = (await gateway.fetch(toGet(query))).headers.get('etag') ?? '';
  return { gateway, etag };
}

test('is weak, and the same whatever the answer cost and wherever it came from', async () => {
  const { gateway, etag } = await createTagged();
  expect(etag).toMatch(/^W\/"[A-Za-z0-9_-]{22}"$/);
  const warm = await gateway.fetch(toGet(query));
  const explained = await gateway.fetch(toGet(query, { 'x-gateway-debug': '1' }));
  await gateway.settle();
  const elsewhere = await gateway.newIsolate().fetch(toGet(query));
  await gateway.clock.advance(20_000);
  const stale = await gateway.fetch(toGet(query));
  const answers = [warm, explained, elsewhere, stale];
  expect(answers.map(({ headers }) => headers.get('etag'))).toEqual(answers.map(() => etag));
  expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBeGreaterThan(2);
});

test('changes with the content, and with the selection', async () => {
  const { gateway, etag } = await createTagged();
  const other = await gateway.fetch(toGet('{ testSessions(first: 2) { nodes { id } } }'));
  expect(other.headers.get('etag')).not.toBe(etag);
  gateway.emulator.addSessions([{ name: 'new' }]);
  await gateway.clock.advance(60_000);
  const changed = await gateway.fetch(toGet(query, { 'if-none-match': etag }));
  expect([changed.status, changed.headers.get('etag') === etag]).toEqual([200, false]);
});

test('a POST has none', async () => {
  const { gateway, etag } = await createTagged();
  const answer = await gateway.ask(query, { headers: { ...demoHeaders, 'if-none-match': etag } });
  expect([answer.status, answer.headers.get('etag')]).toEqual([200, null]);
});

describe('If-None-Match', () => {
  const variants: readonly [string, (etag: string) => string, number][] = [
    ['the tag', (etag) => etag, 304],
    ['the tag without its weakness', (etag) => etag.replace('W/', ''), 304],
    ['a list that holds it', (etag) => `"a", ${etag} , W/"b"`, 304],
    ['a list without spaces', (etag) => `"a",${etag}`, 304],
    ['a star', () => '*', 304],
    ['another tag', () => 'W/"another"', 200],
    ['the tag cut short', (etag) => `${etag.slice(0, -2)}"`, 200],
    ['the tag without quotes', (etag) => etag.replaceAll('"', ''), 200],
    ['nothing', () => '', 200],
  ];

  test.each(variants)('with %s', async (_case, toHeader, status) => {
    const { gateway, etag } = await createTagged();
    for (const more of [{}, { 'x-gateway-debug': '1' }]) {
      const response = await gateway.fetch(toGet(query, { 'if-none-match': toHeader(etag), ...more }));
      expect([response.status, response.headers.get('etag')]).toEqual([status, etag]);
      expect((await response.text()).length > 0).toBe(status === 200);
    }
  });

  test('gets with its 304 what a cache needs to renew its copy', async () => {
    const { gateway, etag } = await createTagged();
    await gateway.clock.advance(2_000);
    const { headers } = await gateway.fetch(toGet(query, { 'if-none-match': etag }));
    expect(Object.fromEntries(headers)).toMatchObject({
      age: '2',
      etag,
      'cache-control': expect.stringMatching(/^private, max-age=\d+$/),
      vary: 'Authorization, X-Checkly-Account, Accept, Accept-Encoding',
      'x-gateway-version': expect.stringMatching(/^\d+\.\d+\.\d+$/),
      'x-request-id': expect.any(String),
    });
  });
});

test.each([
  ['no credential', { authorization: '' }, 401],
  ['a wrong key', { authorization: 'Bearer cu_nobody' }, 401],
  ['a malformed key', { authorization: 'Bearer ???' }, 401],
  ['a key of another account', { authorization: `Bearer ${otherKey}` }, 200],
  ['another account', { 'x-checkly-account': otherAccountId }, 200],
])('%s never gets a 304, nor a tag', async (_case, headers, status) => {
  const { gateway, etag } = await createTagged();
  for (const tag of [etag, '*']) {
    const response = await gateway.fetch(toGet(query, { ...headers, 'if-none-match': tag }));
    expect([response.status, response.headers.get('etag'), response.headers.get('cache-control')]).toEqual([
      status,
      null,
      'no-store',
    ]);
    expect(await response.json()).toMatchObject({ data: { testSessions: null } });
  }
});

test('another reader of his own gets another 200, whatever tag he knows', async () => {
  const { gateway, etag } = await createTagged();
  const headers = { authorization: `Bearer ${otherKey}`, 'x-checkly-account': otherAccountId };
  const response = await gateway.fetch(toGet(query, { ...headers, 'if-none-match': etag }));
  expect([response.status, response.headers.get('etag') === etag]).toEqual([200, false]);
});
