/** A key that is revoked while its pages are warm reads for the lease of a minute at most, by any way. */

import { describe, expect, test } from 'vitest';
import { demoKey } from '../emulator/accounts.ts';
import { toGet } from '../support/get-request.ts';
import { createStage, type Stage } from '../support/stage.ts';

/** Settled: a page that is fresh for an hour or longer, so that only the lease can end it. */
const settled =
  '{ testSessions(first: 3, filter: {to: "2026-11-20T00:00:00Z"}) { nodes { id } pageInfo { endCursor } } }';

async function createRevokedStage(): Promise<Stage> {
  const stage = createStage();
  await stage.ask(settled);
  await stage.fetch(toGet(settled));
  await stage.settle();
  stage.emulator.revokeKey(demoKey);
  return stage;
}

const isRefused = { status: 401, data: { testSessions: null } };
const unauthenticated = [{ extensions: { code: 'UNAUTHENTICATED' }, path: ['testSessions'] }];

describe.each([
  ['from memory', { 'x-gateway-debug': '1' }],
  ['from whole answers', {}],
])('%s', (_way, more) => {
  const headers = {
    authorization: `Bearer ${demoKey}`,
    'x-checkly-account': '11111111-1111-4111-8111-111111111111',
    ...more,
  };

  test('it reads until the last millisecond of its lease, and is refused then', async () => {
    const stage = await createRevokedStage();
    await stage.clock.advance(59_999);
    expect((await stage.ask(settled, { headers })).errors).toEqual([]);
    await stage.clock.advance(1);
    const answer = await stage.ask(settled, { headers });
    expect(answer).toMatchObject(isRefused);
    expect(answer.errors).toMatchObject(unauthenticated);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(stage.emulator.stats().requests).toEqual({
      'GET /v1/test-sessions': 1,
      'GET /next/accounts/{accountId}': 1,
    });
  });
});

test('in another isolate of the data centre it reads no longer either', async () => {
  const stage = await createRevokedStage();
  const other = stage.newIsolate();
  await stage.clock.advance(59_999);
  const last = await other.ask(settled);
  expect([last.errors, last.headers.get('cache-status')]).toEqual([
    [],
    'gateway-edge; hit; ttl=86340, gateway-memory; fwd=miss',
  ]);
  await stage.clock.advance(1);
  expect(await other.ask(settled)).toMatchObject(isRefused);
  expect(await stage.newIsolate().ask(settled)).toMatchObject(isRefused);
});

test('an ETag that it knows gets no 304 once the lease is over', async () => {
  const stage = await createRevokedStage();
  const etag = (await stage.fetch(toGet(settled))).headers.get('etag') ?? '';
  expect((await stage.fetch(toGet(settled, { 'if-none-match': etag }))).status).toBe(304);
  await stage.clock.advance(60_000);
  for (const tag of [etag, '*']) {
    const response = await stage.fetch(toGet(settled, { 'if-none-match': tag }));
    expect([response.status, response.headers.get('etag')]).toEqual([401, null]);
  }
});

test('a session by id and a list entry are refused with the pages', async () => {
  const stage = createStage();
  const [session] = stage.emulator.addSessions([{ name: 'kept', status: 'PASSED' }]);
  const byId = `{ testSession(id: "${session}") { name region createdAt } }`;
  await stage.ask(byId);
  stage.emulator.revokeKey(demoKey);
  await stage.clock.advance(60_000);
  expect(await stage.ask(byId)).toMatchObject({ status: 401, data: { testSession: null } });
});

test('once refused it stays refused, without a call for each try of a copy', async () => {
  const stage = await createRevokedStage();
  await stage.clock.advance(60_000);
  const head = '{ testSessions(first: 1) { nodes { id } } }';
  for (const query of [settled, head, settled]) {
    expect((await stage.ask(query)).errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
  }
});

test('a refusal of one call ends the lease at once for what is warm', async () => {
  const stage = await createRevokedStage();
  expect((await stage.ask(settled)).errors).toEqual([]);
  const cold = await stage.ask('{ testSessions(first: 1, filter: {branches: ["cold"]}) { nodes { id } } }');
  expect(cold).toMatchObject(isRefused);
  expect(await stage.ask(settled)).toMatchObject(isRefused);
  expect((await stage.fetch(toGet(settled, { 'if-none-match': '*' }))).status).toBe(401);
});

test('a refusal seen in one isolate is known in another that must ask, even when upstream fails by then', async () => {
  const stage = await createRevokedStage();
  const other = stage.newIsolate();
  await other.ask(settled);
  await stage.clock.advance(60_000);
  expect(await stage.ask(settled)).toMatchObject(isRefused);
  await stage.settle();
  stage.emulator.setFaults([{ status: 500 }]);
  const answer = await other.ask(settled);
  expect([answer.data, answer.errors[0]?.extensions.code]).toEqual([
    { testSessions: null },
    'UPSTREAM_UNAVAILABLE',
  ]);
});
