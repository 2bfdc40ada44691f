/** How a credential goes on reading from entries: any call of its own renews its validity, and a small one where none is due. */

import { expect, test } from 'vitest';
import { demoAccountId, serviceKey } from '../../emulator/accounts.ts';
import { createTestGateway } from '../support/test-gateway.ts';

const settled = '{ testSessions(first: 3, filter: {to: "2026-11-20T00:00:00Z"}) { nodes { id } } }';
const branch = (name: string) =>
  `{ testSessions(first: 1, filter: {branches: ["${name}"]}) { nodes { id } } }`;
const account = `/next/accounts/${demoAccountId}`;

test('where only settled pages are read, one small call a minute renews it', async () => {
  const gateway = createTestGateway();
  const calls: string[] = [];
  for (let second = 0; second < 300; second += 5) {
    const before = gateway.emulator.stats().recent.length;
    expect((await gateway.ask(settled)).errors).toEqual([]);
    calls.push(
      ...gateway.emulator
        .stats()
        .recent.slice(before)
        .map((path) => `${second} s ${path.split('?')[0]}`),
    );
    await gateway.clock.advance(5_000);
  }
  expect(calls).toEqual([
    '0 s /v1/test-sessions',
    ...[60, 120, 180, 240].map((second) => `${second} s ${account}`),
  ]);
});

test('any call of the credential renews it', async () => {
  const gateway = createTestGateway();
  await gateway.ask(settled);
  for (const name of ['a', 'b', 'c']) {
    await gateway.clock.advance(50_000);
    await gateway.ask(branch(name));
    await gateway.ask(settled);
  }
  expect(gateway.emulator.stats().requests).toEqual({ 'GET /v1/test-sessions': 4 });
});

test('a session that is not there renews it, too: upstream took the credential', async () => {
  const gateway = createTestGateway();
  await gateway.ask(settled);
  await gateway.clock.advance(50_000);
  await gateway.ask('{ testSession(id: "00000000-0000-4000-8000-000000000000") { name } }');
  await gateway.clock.advance(50_000);
  await gateway.ask(settled);
  expect(gateway.emulator.stats().requests).toEqual({
    'GET /v1/test-sessions': 1,
    'GET /v1/test-sessions/{id}': 1,
  });
});

test('a hundred readers whose validity is over ask upstream once', async () => {
  const gateway = createTestGateway();
  await gateway.ask(settled);
  await gateway.clock.advance(60_000);
  const answers = await gateway.clock.run(
    Promise.all(Array.from({ length: 100 }, () => gateway.askNow(settled))),
  );
  expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
  expect(gateway.emulator.stats().requests).toEqual({
    'GET /v1/test-sessions': 1,
    'GET /next/accounts/{accountId}': 1,
  });
});

test('another isolate hears of the acceptance from the account’s object and asks upstream nothing', async () => {
  const gateway = createTestGateway();
  await gateway.ask(settled);
  await gateway.settle();
  await gateway.clock.advance(59_000);
  expect((await gateway.newIsolate().ask(settled)).errors).toEqual([]);
  expect(gateway.upstreamCalls()).toBe(1);
});

test.each([
  ['a time-out', { hang: true }],
  ['a 500', { status: 500 }],
  ['a 503', { status: 503 }],
  ['a 429', { status: 429, headers: { 'Retry-After': '60' } }],
  ['a dropped connection', { dropConnection: true }],
])('%s extends it by the grace period, and no longer', async (_case, fault) => {
  const gateway = createTestGateway({ vars: { STALE_IF_ERROR_SECONDS: '600' } });
  await gateway.ask(settled);
  gateway.emulator.setFaults([fault]);
  await gateway.clock.advance(600_000);
  expect((await gateway.ask(settled)).errors).toEqual([]);
  // The calls in vain above took time themselves.
  await gateway.clock.advance(60_000);
  expect((await gateway.ask(settled)).errors[0]?.extensions.code).not.toBeUndefined();
  gateway.emulator.setFaults([]);
  expect((await gateway.ask(settled)).errors).toEqual([]);
});

test.each([
  [401, 'UNAUTHENTICATED'],
  [403, 'FORBIDDEN'],
])('a %d to the small call ends it at once', async (status, code) => {
  const gateway = createTestGateway();
  await gateway.ask(settled);
  gateway.emulator.setFaults([{ match: account, status }]);
  await gateway.clock.advance(60_000);
  expect((await gateway.ask(settled)).errors[0]?.extensions.code).toBe(code);
  gateway.emulator.setFaults([{ status: 500 }]);
  const answer = await gateway.ask(settled);
  expect([answer.data, answer.errors[0]?.extensions.code]).toEqual([
    { testSessions: null },
    'UPSTREAM_UNAVAILABLE',
  ]);
});

test.each([
  ['a service key that names no account', {}, []],
  ['a key whose account upstream does not show', { 'x-checkly-account': demoAccountId }, [account]],
])('%s reads the page again instead', async (_case, more, asked) => {
  const gateway = createTestGateway();
  const headers = { authorization: `Bearer ${serviceKey}`, ...more };
  gateway.emulator.setFaults([{ match: '/next/', status: 404 }]);
  await gateway.ask(settled, { headers });
  await gateway.clock.advance(60_000);
  expect((await gateway.ask(settled, { headers })).errors).toEqual([]);
  expect(
    gateway.emulator
      .stats()
      .recent.slice(1)
      .map((path) => path.split('?')[0]),
  ).toEqual([...asked, '/v1/test-sessions']);
});

test('CREDENTIAL_VALID_SECONDS of 0 asks upstream each time', async () => {
  const gateway = createTestGateway({ vars: { CREDENTIAL_VALID_SECONDS: '0' } });
  for (let i = 0; i < 3; i += 1) await gateway.ask(settled);
  expect(gateway.emulator.stats().requests).toEqual({
    'GET /v1/test-sessions': 1,
    'GET /next/accounts/{accountId}': 2,
  });
});
