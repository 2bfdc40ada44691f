/** A key that is revoked while its pages are cached reads for the validity of a minute at most, by any way. */

import { describe, expect, test } from 'vitest';
import { demoKey } from '../../emulator/accounts.ts';
import { toGet } from '../support/get-request.ts';
import { createTestGateway, type TestGateway } from '../support/test-gateway.ts';

/** Settled: a page that is fresh for an hour or longer, so that only the validity can end it. */
const settled =
  '{ testSessions(first: 3, filter: {to: "2026-11-20T00:00:00Z"}) { nodes { id } pageInfo { endCursor } } }';

async function createRevokedGateway(): Promise<TestGateway> {
  const gateway = createTestGateway();
  await gateway.ask(settled);
  await gateway.fetch(toGet(settled));
  await gateway.settle();
  gateway.emulator.revokeKey(demoKey);
  return gateway;
}

const isRefused = { status: 401, data: { testSessions: null } };
const unauthenticated = [{ extensions: { code: 'UNAUTHENTICATED' }, path: ['testSessions'] }];

describe.each([
  ['from memory', { 'x-gateway-debug': '1' }],
  ['from cached responses', {}],
])('%s', (_way, more) => {
  const headers = {
    authorization: `Bearer ${demoKey}`,
    'x-checkly-account': '11111111-1111-4111-8111-111111111111',
    ...more,
  };

  test('it reads until the last millisecond of its validity, and is refused then', async () => {
    const gateway = await createRevokedGateway();
    await gateway.clock.advance(59_999);
    expect((await gateway.ask(settled, { headers })).errors).toEqual([]);
    await gateway.clock.advance(1);
    const answer = await gateway.ask(settled, { headers });
    expect(answer).toMatchObject(isRefused);
    expect(answer.errors).toMatchObject(unauthenticated);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(gateway.emulator.stats().requests).toEqual({
      'GET /v1/test-sessions': 1,
      'GET /next/accounts/{accountId}': 1,
    });
  });
});

test('in another isolate of the data centre it reads no longer either', async () => {
  const gateway = await createRevokedGateway();
  const other = gateway.newIsolate();
  await gateway.clock.advance(59_999);
  const last = await other.ask(settled);
  expect([last.errors, last.headers.get('cache-status')]).toEqual([
    [],
    'gateway-edge; hit; ttl=86340, gateway-memory; fwd=miss',
  ]);
  await gateway.clock.advance(1);
  expect(await other.ask(settled)).toMatchObject(isRefused);
  expect(await gateway.newIsolate().ask(settled)).toMatchObject(isRefused);
});

test('an ETag that it knows gets no 304 once the validity is over', async () => {
  const gateway = await createRevokedGateway();
  const etag = (await gateway.fetch(toGet(settled))).headers.get('etag') ?? '';
  expect((await gateway.fetch(toGet(settled, { 'if-none-match': etag }))).status).toBe(304);
  await gateway.clock.advance(60_000);
  for (const tag of [etag, '*']) {
    const response = await gateway.fetch(toGet(settled, { 'if-none-match': tag }));
    expect([response.status, response.headers.get('etag')]).toEqual([401, null]);
  }
});

test('a session by id and a list entry are refused with the pages', async () => {
  const gateway = createTestGateway();
  const [session] = gateway.emulator.addSessions([{ name: 'kept', status: 'PASSED' }]);
  const byId = `{ testSession(id: "${session}") { name region createdAt } }`;
  await gateway.ask(byId);
  gateway.emulator.revokeKey(demoKey);
  await gateway.clock.advance(60_000);
  expect(await gateway.ask(byId)).toMatchObject({ status: 401, data: { testSession: null } });
});

test('once refused it stays refused, without a call for each try of an entry', async () => {
  const gateway = await createRevokedGateway();
  await gateway.clock.advance(60_000);
  const head = '{ testSessions(first: 1) { nodes { id } } }';
  for (const query of [settled, head, settled]) {
    expect((await gateway.ask(query)).errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
  }
});

test('a refusal of one call ends the validity at once for what is cached', async () => {
  const gateway = await createRevokedGateway();
  expect((await gateway.ask(settled)).errors).toEqual([]);
  const cold = await gateway.ask('{ testSessions(first: 1, filter: {branches: ["cold"]}) { nodes { id } } }');
  expect(cold).toMatchObject(isRefused);
  expect(await gateway.ask(settled)).toMatchObject(isRefused);
  expect((await gateway.fetch(toGet(settled, { 'if-none-match': '*' }))).status).toBe(401);
});

test('a refusal seen in one isolate is known in another that must ask, even when upstream fails by then', async () => {
  const gateway = await createRevokedGateway();
  const other = gateway.newIsolate();
  await other.ask(settled);
  await gateway.clock.advance(60_000);
  expect(await gateway.ask(settled)).toMatchObject(isRefused);
  await gateway.settle();
  gateway.emulator.setFaults([{ status: 500 }]);
  const answer = await other.ask(settled);
  expect([answer.data, answer.errors[0]?.extensions.code]).toEqual([
    { testSessions: null },
    'UPSTREAM_UNAVAILABLE',
  ]);
});
