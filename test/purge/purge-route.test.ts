/** `POST /purge`: who may, how often, and what a pipeline is told. */

import { describe, expect, test } from 'vitest';
import { demoKey } from '../../emulator/accounts.ts';
import { createTestGateway } from '../support/test-gateway.ts';
import { createPurgeGateway, demoPurgeToken, otherPurgeToken, purge } from './purge-gateway.ts';

test('a purge says that it was done and how far it reaches', async () => {
  const { status, headers, body } = await purge(createPurgeGateway());
  expect([status, headers.get('cache-control'), body]).toEqual([
    200,
    'no-store',
    { purged: true, reach: 'everywhere' },
  ]);
});

test('without an account object it reaches the isolate', async () => {
  const gateway = createPurgeGateway({ accounts: null });
  expect((await purge(gateway)).body).toEqual({ purged: true, reach: 'isolate' });
});

describe('is refused', () => {
  test.each([
    ['no token', null],
    ['an unknown token', 'purge_unknown_unknown_unknown'],
    ['the token and a letter more', `${demoPurgeToken}x`],
    ['the token in capitals', demoPurgeToken.toUpperCase()],
    ['a reader’s key', demoKey],
    ['a gateway token', 'gw_0123456789abcdefghij'],
    ['nothing after the scheme', ''],
  ])('with %s', async (_case, token) => {
    const gateway = createPurgeGateway({
      vars: {
        GATEWAY_TOKENS: JSON.stringify({ gw_0123456789abcdefghij: { key: demoKey, account: null } }).replace(
          'null',
          '"11111111-1111-4111-8111-111111111111"',
        ),
      },
    });
    const { status, headers, body } = await purge(gateway, token);
    expect([status, headers.get('www-authenticate'), headers.get('cache-control'), body]).toEqual([
      401,
      'Bearer',
      'no-store',
      {
        errors: [
          {
            message: 'The gateway does not know this purge token.',
            extensions: { code: 'UNAUTHENTICATED', requestId: 'request-1' },
          },
        ],
      },
    ]);
  });

  test('where no token is configured', async () => {
    expect((await purge(createTestGateway())).status).toBe(401);
  });

  test.each(['GET', 'PUT', 'DELETE'])('with %s, with any token', async (method) => {
    const gateway = createPurgeGateway();
    for (const token of [demoPurgeToken, null]) {
      const { status, headers, body } = await purge(gateway, token, method);
      expect([status, headers.get('allow'), body]).toEqual([
        405,
        'POST',
        {
          errors: [
            {
              message: expect.any(String),
              extensions: { code: 'METHOD_NOT_ALLOWED', requestId: expect.any(String) },
            },
          ],
        },
      ]);
    }
  });

  test('a purge token reads nothing', async () => {
    const answer = await createPurgeGateway().ask('{ testSessions(first: 1) { nodes { id } } }', {
      headers: { authorization: `Bearer ${demoPurgeToken}` },
    });
    expect([answer.status, answer.errors[0]?.extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
  });
});

describe('happens once in 15 s for an account', () => {
  test('says when the next may come, to the second', async () => {
    const gateway = createPurgeGateway();
    await purge(gateway);
    const tries: (readonly [number, string | null])[] = [];
    for (const waitMs of [0, 1, 13_999, 999, 1]) {
      await gateway.clock.advance(waitMs);
      const { status, headers } = await purge(gateway);
      tries.push([status, headers.get('retry-after')]);
    }
    expect(tries).toEqual([
      [429, '15'],
      [429, '15'],
      [429, '1'],
      [429, '1'],
      [200, null],
    ]);
  });

  test('a purge that came too early tells so and changes nothing', async () => {
    const gateway = createPurgeGateway();
    await purge(gateway);
    await gateway.clock.advance(10_000);
    await gateway.ask('{ testSessions(first: 1) { nodes { id } } }');
    await gateway.clock.advance(1);
    expect(await purge(gateway)).toMatchObject({
      status: 429,
      body: { errors: [{ extensions: { code: 'RATE_LIMITED' } }] },
    });
    await gateway.ask('{ testSessions(first: 1) { nodes { id } } }');
    expect(gateway.upstreamCalls()).toBe(1);
  });

  test('whichever isolate is asked, whatever it heard before', async () => {
    const gateway = createPurgeGateway();
    const other = gateway.newIsolate();
    await other.ask('{ testSessions(first: 1) { nodes { id } } }');
    await purge(gateway);
    await gateway.clock.advance(1_000);
    expect((await purge(other)).status).toBe(429);
  });

  test('one account does not keep another from it', async () => {
    const gateway = createPurgeGateway();
    expect((await purge(gateway, demoPurgeToken)).status).toBe(200);
    expect((await purge(gateway, otherPurgeToken)).status).toBe(200);
  });
});
