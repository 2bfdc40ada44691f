/** Whose credential a request reads with, seen from outside: what upstream is sent, and what the reader is told. */

import { describe, expect, test } from 'vitest';
import { bothKey, demoAccountId, demoKey, otherAccountId, serviceKey } from '../../emulator/accounts.ts';
import { required } from '../checkly/entries.ts';
import { connectionOf } from '../support/answer.ts';
import { createTestGateway } from '../support/test-gateway.ts';

const query = '{ testSessions(first: 1) { nodes { account { id } } } }';
const token = 'gw_0123456789abcdefghij';
const GATEWAY_TOKENS = JSON.stringify({ [token]: { key: demoKey, account: demoAccountId } });
const heldByThePublic = { CHECKLY_API_KEY: demoKey, CHECKLY_ACCOUNT_ID: demoAccountId };

function accountOf(id: string) {
  return { testSessions: { nodes: [{ account: { id } }] } };
}

describe('with its own key', () => {
  test.each([demoAccountId, otherAccountId])(
    'a reader gets the account that the header names: %s',
    async (id) => {
      const gateway = createTestGateway();
      const headers = { authorization: `Bearer ${bothKey}`, 'x-checkly-account': id };
      const answer = await gateway.ask(query, { headers });
      expect([answer.data, answer.errors]).toEqual([accountOf(id), []]);
    },
  );

  test('a service gets its account without naming it', async () => {
    const answer = await createTestGateway().ask(query, {
      headers: { authorization: `Bearer ${serviceKey}` },
    });
    expect(answer.data).toEqual(accountOf(demoAccountId));
  });

  test("a service's cursor is none of another service's, though neither names an account", async () => {
    const gateway = createTestGateway({
      between: () => Response.json({ length: 0, entries: [required] }),
    });
    const ask = (key: string, after: string | null) =>
      gateway.ask(
        'query ($after: String) { testSessions(first: 1, after: $after) { pageInfo { endCursor } } }',
        { headers: { authorization: `Bearer ${key}` }, variables: { after } },
      );
    const cursor = connectionOf(await ask('sv_first', null)).pageInfo.endCursor ?? '';
    expect((await ask('sv_first', cursor)).errors).toEqual([]);
    expect((await ask('sv_second', cursor)).errors).toMatchObject([
      { message: 'after: the cursor belongs to another account', extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  });

  test('a user who names no account is told to, at no upstream call', async () => {
    const gateway = createTestGateway();
    const answer = await gateway.ask(query, { headers: { authorization: `Bearer ${demoKey}` } });
    expect([answer.status, answer.data, gateway.emulator.stats().recent]).toEqual([
      200,
      { testSessions: null },
      [],
    ]);
    expect(answer.errors).toMatchObject([
      { path: ['testSessions'], extensions: { code: 'BAD_USER_INPUT', argument: 'X-Checkly-Account' } },
    ]);
  });

  test('a reader gets nothing where pass-through is off', async () => {
    const gateway = createTestGateway({ vars: { CREDENTIAL_PASS_THROUGH: 'off', GATEWAY_TOKENS } });
    const answer = await gateway.ask(query);
    expect([answer.status, answer.errors[0]?.extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
    expect(gateway.emulator.stats().recent).toEqual([]);
  });
});

describe('with a gateway token', () => {
  const headers = { authorization: `Bearer ${token}` };

  test('two tokens stand for one key and share its cache entries, so that one can replace the other', async () => {
    const next = 'gw_jihgfedcba9876543210';
    const held = { key: demoKey, account: demoAccountId };
    const gateway = createTestGateway({
      vars: { GATEWAY_TOKENS: JSON.stringify({ [token]: held, [next]: held }) },
    });
    for (const each of [token, next]) {
      const answer = await gateway.ask(query, { headers: { authorization: `Bearer ${each}` } });
      expect([answer.data, gateway.upstreamCalls()]).toEqual([accountOf(demoAccountId), 1]);
    }
  });

  test('a reader gets the account it stands for', async () => {
    const gateway = createTestGateway({ vars: { GATEWAY_TOKENS, CREDENTIAL_PASS_THROUGH: 'off' } });
    const answer = await gateway.ask(query, { headers });
    expect(answer.data).toEqual(accountOf(demoAccountId));
  });

  test('a reader who names another account is forbidden to, at no upstream call', async () => {
    const gateway = createTestGateway({ vars: { GATEWAY_TOKENS } });
    const answer = await gateway.ask(query, { headers: { ...headers, 'x-checkly-account': otherAccountId } });
    expect(answer.errors[0]?.extensions).toEqual({ code: 'FORBIDDEN' });
    expect(gateway.emulator.stats().recent).toEqual([]);
  });
});

describe('without a credential', () => {
  test('nobody reads by default: 401 says how to authenticate', async () => {
    const gateway = createTestGateway();
    const answer = await gateway.ask(query, { headers: {} });
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    expect([answer.data, answer.errors]).toEqual([
      { testSessions: null },
      [
        {
          message:
            'No valid credential: send "Authorization: Bearer" with a Checkly API key or a gateway token.',
          path: ['testSessions'],
          extensions: { code: 'UNAUTHENTICATED' },
        },
      ],
    ]);
    expect(gateway.emulator.stats().recent).toEqual([]);
  });

  test('a cookie reads nothing', async () => {
    const answer = await createTestGateway({ vars: { GATEWAY_TOKENS } }).ask(query, {
      headers: { cookie: `Authorization=Bearer ${token}` },
    });
    expect(answer.status).toBe(401);
  });

  test('introspection and __typename answer', async () => {
    const answer = await createTestGateway().ask('{ __typename __schema { queryType { name } } }', {
      headers: {},
    });
    expect([answer.status, answer.data, answer.errors]).toEqual([
      200,
      { __typename: 'Query', __schema: { queryType: { name: 'Query' } } },
      [],
    ]);
  });

  test('what needs none is answered with 200 beside what is refused', async () => {
    const answer = await createTestGateway().ask(`{ __typename testSessions { nodes { id } } }`, {
      headers: {},
    });
    expect([answer.status, answer.headers.get('www-authenticate'), answer.data]).toEqual([
      200,
      null,
      { __typename: 'Query', testSessions: null },
    ]);
  });

  test.each(['emulator-demo', 'held-data-is-public'])(
    'the public reads what is held under %s',
    async (mode) => {
      const gateway = createTestGateway({ vars: { ...heldByThePublic, PUBLIC_ACCESS: mode } });
      expect((await gateway.ask(query, { headers: {} })).data).toEqual(accountOf(demoAccountId));
      const elsewhere = await gateway.ask(query, { headers: { 'x-checkly-account': otherAccountId } });
      expect(elsewhere.errors[0]?.extensions).toEqual({ code: 'FORBIDDEN' });
    },
  );

  test.each(['Bearer cu_nobody', 'Bearer gw_an_unknown_token_of_nobody', 'Basic x', 'Bearer'])(
    'a wrong credential does not become the public: %s',
    async (authorization) => {
      const gateway = createTestGateway({
        vars: { ...heldByThePublic, PUBLIC_ACCESS: 'held-data-is-public' },
      });
      const answer = await gateway.ask(query, {
        headers: { authorization, 'x-checkly-account': demoAccountId },
      });
      expect([answer.status, answer.errors[0]?.extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
    },
  );
});

describe('a key that upstream refuses', () => {
  test('is a 401, tried once', async () => {
    const gateway = createTestGateway();
    gateway.emulator.revokeKey(demoKey);
    const answer = await gateway.ask(query);
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    expect(answer.errors).toMatchObject([
      { message: 'Checkly refused the credential.', extensions: { code: 'UNAUTHENTICATED' } },
    ]);
    expect(gateway.emulator.stats().recent).toHaveLength(1);
  });

  test('is a 200 where another field answered', async () => {
    const gateway = createTestGateway();
    gateway.emulator.setFaults([{ contains: 'branches', status: 401 }]);
    const answer = await gateway.ask(
      `{ a: testSessions(first: 1) { edges { cursor } } b: testSessions(filter: { branches: ["x"] }) { edges { cursor } } }`,
    );
    expect([answer.status, answer.errors.map(({ path }) => path), answer.data?.b]).toEqual([
      200,
      [['b']],
      null,
    ]);
  });

  test('may not read an account that is not its own', async () => {
    const answer = await createTestGateway().ask(query, {
      headers: { authorization: `Bearer ${demoKey}`, 'x-checkly-account': otherAccountId },
    });
    expect([answer.status, answer.errors[0]?.extensions]).toEqual([200, { code: 'FORBIDDEN' }]);
  });
});
