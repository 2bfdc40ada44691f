/** How a credential keeps reading from copies: any call of its own renews the lease, and a small one where none is due. */

import { expect, test } from 'vitest';
import { demoAccountId, serviceKey } from '../emulator/accounts.ts';
import { createStage } from '../support/stage.ts';

const settled = '{ testSessions(first: 3, filter: {to: "2026-11-20T00:00:00Z"}) { nodes { id } } }';
const branch = (name: string) =>
  `{ testSessions(first: 1, filter: {branches: ["${name}"]}) { nodes { id } } }`;
const account = `/next/accounts/${demoAccountId}`;

test('where only settled pages are read, one small call a minute renews it', async () => {
  const stage = createStage();
  const calls: string[] = [];
  for (let second = 0; second < 300; second += 5) {
    const before = stage.emulator.stats().recent.length;
    expect((await stage.ask(settled)).errors).toEqual([]);
    calls.push(
      ...stage.emulator
        .stats()
        .recent.slice(before)
        .map((path) => `${second} s ${path.split('?')[0]}`),
    );
    await stage.clock.advance(5_000);
  }
  expect(calls).toEqual([
    '0 s /v1/test-sessions',
    ...[60, 120, 180, 240].map((second) => `${second} s ${account}`),
  ]);
});

test('any call of the credential renews it', async () => {
  const stage = createStage();
  await stage.ask(settled);
  for (const name of ['a', 'b', 'c']) {
    await stage.clock.advance(50_000);
    await stage.ask(branch(name));
    await stage.ask(settled);
  }
  expect(stage.emulator.stats().requests).toEqual({ 'GET /v1/test-sessions': 4 });
});

test('a session that is not there renews it, too: upstream took the credential', async () => {
  const stage = createStage();
  await stage.ask(settled);
  await stage.clock.advance(50_000);
  await stage.ask('{ testSession(id: "00000000-0000-4000-8000-000000000000") { name } }');
  await stage.clock.advance(50_000);
  await stage.ask(settled);
  expect(stage.emulator.stats().requests).toEqual({
    'GET /v1/test-sessions': 1,
    'GET /v1/test-sessions/{id}': 1,
  });
});

test('a hundred readers whose lease is over ask upstream once', async () => {
  const stage = createStage();
  await stage.ask(settled);
  await stage.clock.advance(60_000);
  const answers = await stage.clock.run(
    Promise.all(Array.from({ length: 100 }, () => stage.askNow(settled))),
  );
  expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
  expect(stage.emulator.stats().requests).toEqual({
    'GET /v1/test-sessions': 1,
    'GET /next/accounts/{accountId}': 1,
  });
});

test('another isolate takes the lease from the data centre and asks nothing', async () => {
  const stage = createStage();
  await stage.ask(settled);
  await stage.settle();
  await stage.clock.advance(59_000);
  expect((await stage.newIsolate().ask(settled)).errors).toEqual([]);
  expect(stage.upstreamCalls()).toBe(1);
});

test.each([
  ['a time-out', { hang: true }],
  ['a 500', { status: 500 }],
  ['a 503', { status: 503 }],
  ['a 429', { status: 429, headers: { 'Retry-After': '60' } }],
  ['a dropped connection', { dropConnection: true }],
])('%s stretches it by the stale-if-error window, and no longer', async (_case, fault) => {
  const stage = createStage({ vars: { STALE_IF_ERROR_SECONDS: '600' } });
  await stage.ask(settled);
  stage.emulator.setFaults([fault]);
  await stage.clock.advance(600_000);
  expect((await stage.ask(settled)).errors).toEqual([]);
  // The calls in vain above took time themselves.
  await stage.clock.advance(60_000);
  expect((await stage.ask(settled)).errors[0]?.extensions.code).not.toBeUndefined();
  stage.emulator.setFaults([]);
  expect((await stage.ask(settled)).errors).toEqual([]);
});

test.each([
  [401, 'UNAUTHENTICATED'],
  [403, 'FORBIDDEN'],
])('a %d to the small call ends it at once', async (status, code) => {
  const stage = createStage();
  await stage.ask(settled);
  stage.emulator.setFaults([{ match: account, status }]);
  await stage.clock.advance(60_000);
  expect((await stage.ask(settled)).errors[0]?.extensions.code).toBe(code);
  stage.emulator.setFaults([{ status: 500 }]);
  const answer = await stage.ask(settled);
  expect([answer.data, answer.errors[0]?.extensions.code]).toEqual([
    { testSessions: null },
    'UPSTREAM_UNAVAILABLE',
  ]);
});

test.each([
  ['a service key that names no account', {}, []],
  ['a key whose account upstream does not show', { 'x-checkly-account': demoAccountId }, [account]],
])('%s reads the page again instead', async (_case, more, asked) => {
  const stage = createStage();
  const headers = { authorization: `Bearer ${serviceKey}`, ...more };
  stage.emulator.setFaults([{ match: '/next/', status: 404 }]);
  await stage.ask(settled, { headers });
  await stage.clock.advance(60_000);
  expect((await stage.ask(settled, { headers })).errors).toEqual([]);
  expect(
    stage.emulator
      .stats()
      .recent.slice(1)
      .map((path) => path.split('?')[0]),
  ).toEqual([...asked, '/v1/test-sessions']);
});

test('CREDENTIAL_LEASE_SECONDS of 0 asks upstream each time', async () => {
  const stage = createStage({ vars: { CREDENTIAL_LEASE_SECONDS: '0' } });
  for (let i = 0; i < 3; i += 1) await stage.ask(settled);
  expect(stage.emulator.stats().requests).toEqual({
    'GET /v1/test-sessions': 1,
    'GET /next/accounts/{accountId}': 2,
  });
});
