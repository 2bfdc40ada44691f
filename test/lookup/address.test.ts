/** A session by the address of its page: what people paste, and what is refused before any call. */

import { beforeEach, describe, expect, test } from 'vitest';
import { demoAccountId, otherAccountId } from '../../emulator/accounts.ts';
import { createTestGateway, type TestGateway } from '../support/test-gateway.ts';

const sessionId = 'aaaaaaaa-0000-4000-8000-00000000000a';
const page = `https://app.checklyhq.com/accounts/${demoAccountId}/test-sessions/${sessionId}`;
let gateway: TestGateway;

beforeEach(() => {
  gateway = createTestGateway({ vars: { SHARED_CACHE: 'none' }, emulator: { sessions: 0 } });
  gateway.emulator.addSessions([{ id: sessionId, name: 'pasted' }]);
});

const byAddress = (url: unknown, headers?: Record<string, string>) =>
  gateway.ask('query ($url: String) { testSession(url: $url) { name url } }', {
    variables: { url },
    ...(headers === undefined ? {} : { headers }),
  });

describe('testSession(url:)', () => {
  test.each([
    page,
    `${page}/`,
    `${page}/results/aaaaaaaa-0000-4000-8000-00000000000b`,
    `${page}?tab=errors#top`,
    ` ${page}\n`,
    page.toUpperCase().replace('/ACCOUNTS/', '/accounts/').replace('/TEST-SESSIONS/', '/test-sessions/'),
    page.replace('https://app.checklyhq.com', 'https://app.checklyhq.com:443'),
  ])('finds the session of %j at one call', async (url) => {
    const { data, errors } = await byAddress(url);
    expect([data, errors]).toEqual([{ testSession: { name: 'pasted', url: page } }, []]);
    expect(gateway.emulator.stats().requests).toEqual({ 'GET /v1/test-sessions/{id}': 1 });
  });

  test('is null for a session that the account does not have', async () => {
    const { data, errors } = await byAddress(page.replace(sessionId, sessionId.replace('a', 'b')));
    expect([data, errors]).toEqual([{ testSession: null }, []]);
  });

  test('takes the address that the field url gives, of a listed session, too', async () => {
    const listed = await gateway.ask('{ testSessions { nodes { url } } }');
    expect(listed.data).toEqual({ testSessions: { nodes: [{ url: page }] } });
  });

  const otherHost = "is not of Checkly's web app, https://app.checklyhq.com";
  const noPage =
    "must be the address of a session's page: https://app.checklyhq.com/accounts/…/test-sessions/…";
  test.each([
    [page.replace('app.checklyhq.com', 'app.checklyhq.com.evil.example'), otherHost],
    [page.replace('app.checklyhq.com', 'evil.example'), otherHost],
    [page.replace('https:', 'http:'), otherHost],
    [page.replace('app.checklyhq.com', 'app.checklyhq.com:8443'), otherHost],
    [page.replace('https://app.checklyhq.com', 'javascript:alert(1)'), otherHost],
    [page.replace('https://', 'https://user:secret@'), noPage],
    [page.replace('test-sessions', 'checks'), noPage],
    [page.slice(0, -1), noPage],
    [`${page}0`, noPage],
    [page.replace('/accounts/', '/x/accounts/'), noPage],
    [sessionId, noPage],
    ['', noPage],
    [`${page}/${'a'.repeat(1_000)}`, noPage],
    [
      page.replace(demoAccountId, otherAccountId),
      'is of another account than the one that this request reads',
    ],
  ])('refuses %j', async (url, reason) => {
    const { data, errors } = await byAddress(url);
    expect([data, errors]).toEqual([
      { testSession: null },
      [
        {
          message: `url: ${reason}`,
          path: ['testSession'],
          extensions: { code: 'BAD_USER_INPUT', argument: 'url', reason },
        },
      ],
    ]);
    expect(gateway.upstreamCalls()).toBe(0);
  });

  test('leaves the account of a service key that came without one to Checkly', async () => {
    const { data } = await byAddress(page, { authorization: 'Bearer sv_demo' });
    expect(data).toEqual({ testSession: { name: 'pasted', url: page } });
  });
});

test.each([
  ['{ testSession { name } }', 'id', 'must be given, or else `url`: they name the session'],
  [
    '{ testSession(id: null, url: null) { name } }',
    'id',
    'must be given, or else `url`: they name the session',
  ],
  [
    `{ testSession(id: "${sessionId}", url: "${page}") { name } }`,
    'url',
    'cannot stand together with `id`; choose one',
  ],
])('exactly one of id and url is taken: %s', async (query, argument, reason) => {
  const { data, errors } = await gateway.ask(query);
  expect([data, errors]).toEqual([
    { testSession: null },
    [
      {
        message: `${argument}: ${reason}`,
        path: ['testSession'],
        extensions: { code: 'BAD_USER_INPUT', argument, reason },
      },
    ],
  ]);
  expect(gateway.upstreamCalls()).toBe(0);
});
