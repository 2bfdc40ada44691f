/** What one credential fetched, no other reads: tried through the whole gateway, with its cache entries in place. */

import { describe, expect, test } from 'vitest';
import {
  bothKey,
  demoAccountId,
  demoKey,
  otherAccountId,
  otherKey,
  serviceKey,
} from '../../emulator/accounts.ts';
import { connectionOf } from '../support/answer.ts';
import { createTestGateway, demoHeaders, type TestGateway } from '../support/test-gateway.ts';

const query = '{ testSessions(first: 3) { nodes { id account { id } } } }';

function as(key: string, account: string | null = demoAccountId) {
  const named = account === null ? {} : { 'x-checkly-account': account };
  return { headers: { authorization: `Bearer ${key}`, ...named } };
}

async function createWarmGateway(): Promise<TestGateway> {
  const gateway = createTestGateway();
  await gateway.ask(query);
  await gateway.settle();
  return gateway;
}

describe.each(['in the same isolate', 'in another isolate'])('with entries in place, %s', (where) => {
  const enter = (gateway: TestGateway) => (where === 'in the same isolate' ? gateway : gateway.newIsolate());

  test.each([
    ['another key of the same account', as(bothKey)],
    ['a service key of the same account', as(serviceKey)],
    ['a service key that names no account', as(serviceKey, null)],
    ['the other account', as(bothKey, otherAccountId)],
  ])('%s reads from upstream itself', async (_case, reader) => {
    const gateway = await createWarmGateway();
    const answer = await enter(gateway).ask(query, reader);
    expect(answer.errors).toEqual([]);
    expect([gateway.upstreamCalls(), answer.extensions]).toEqual([
      2,
      { cost: expect.objectContaining({ upstreamCalls: 1, savedCalls: 0 }) },
    ]);
  });

  test.each([
    ['no credential', { headers: {} }, 401, 'UNAUTHENTICATED', 1],
    ['an account alone', { headers: { 'x-checkly-account': demoAccountId } }, 401, 'UNAUTHENTICATED', 1],
    ['a key that upstream does not know', as('cu_nobody'), 401, 'UNAUTHENTICATED', 2],
    ['the key in capitals', as(demoKey.toUpperCase()), 401, 'UNAUTHENTICATED', 1],
    ['the key and one letter more', as(`${demoKey}a`), 401, 'UNAUTHENTICATED', 2],
    ['a key of another account', as(otherKey), 200, 'FORBIDDEN', 2],
    ['the key with another account', as(demoKey, otherAccountId), 200, 'FORBIDDEN', 2],
    ['the key without an account', as(demoKey, null), 200, 'BAD_USER_INPUT', 1],
  ])('%s is refused', async (_case, reader, status, code, calls) => {
    const gateway = await createWarmGateway();
    const answer = await enter(gateway).ask(query, reader);
    expect([answer.status, answer.data, answer.errors.map(({ extensions }) => extensions.code)]).toEqual([
      status,
      { testSessions: null },
      [code],
    ]);
    expect([gateway.upstreamCalls(), answer.headers.get('cache-control')]).toEqual([calls, 'no-store']);
  });

  test.each([
    ['a scheme in small letters', { authorization: `bearer ${demoKey}` }],
    ['a scheme in capitals', { authorization: `BEARER ${demoKey}` }],
    ['spaces around the key', { authorization: `  Bearer   ${demoKey} ` }],
    ['the account in capitals', { 'x-checkly-account': demoAccountId.toUpperCase() }],
    ['spaces around the account', { 'x-checkly-account': `  ${demoAccountId} ` }],
  ])('%s makes the same reader, at no upstream call', async (_case, spelled) => {
    const gateway = await createWarmGateway();
    const answer = await enter(gateway).ask(query, { headers: { ...demoHeaders, ...spelled } });
    expect([connectionOf(answer).nodes.length, answer.errors, gateway.upstreamCalls()]).toEqual([3, [], 1]);
  });
});

test('header names in any case make the same reader, at no upstream call', async () => {
  const gateway = await createWarmGateway();
  const headers = { AUTHORIZATION: `Bearer ${demoKey}`, 'X-CHECKLY-ACCOUNT': demoAccountId };
  expect((await gateway.ask(query, { headers })).errors).toEqual([]);
  expect(gateway.upstreamCalls()).toBe(1);
});

test('two tenants at the same instant in one isolate get their own sessions', async () => {
  const gateway = createTestGateway();
  gateway.emulator.setFaults([{ match: '/v1', delayMs: 50 }]);
  const readers = [as(demoKey), as(otherKey, otherAccountId), as(bothKey), as(bothKey, otherAccountId)];
  const asks = Array.from({ length: 40 }, (_, i) => gateway.askNow(query, readers[i % readers.length]));
  const answers = await gateway.clock.run(Promise.all(asks));
  const accounts = answers.map((answer) => connectionOf(answer).nodes.map((node) => node?.account));
  expect(accounts).toEqual(
    answers.map((_, i) => Array(3).fill({ id: i % 2 === 0 ? demoAccountId : otherAccountId })),
  );
  expect(gateway.upstreamCalls()).toBe(4);
});

test('a session that one tenant read by id is not there for another', async () => {
  const gateway = await createWarmGateway();
  const [session] = connectionOf(
    await gateway.ask('{ testSessions(first: 1) { nodes { sessionId } } }'),
  ).nodes;
  const byId = `{ testSession(id: "${String(session?.sessionId)}") { name account { id } } }`;
  expect((await gateway.ask(byId)).data?.testSession).toMatchObject({ account: { id: demoAccountId } });
  const elsewhere = await gateway.ask(byId, as(otherKey, otherAccountId));
  expect([elsewhere.data, elsewhere.errors]).toEqual([{ testSession: null }, []]);
});
