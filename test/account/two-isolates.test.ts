/** Isolates that share their account's object stay below its limit together, and hear of each other's refusals. */

import { expect, test } from 'vitest';
import { demoKey } from '../../emulator/accounts.ts';
import { createTestGateway, type TestGateway, type TestIsolate } from '../support/test-gateway.ts';

const branch = (name: number | string) =>
  `{ testSessions(first: 1, filter: {branches: ["branch-${name}"]}) { nodes { id } } }`;
const settled = '{ testSessions(first: 2, filter: {to: "2026-11-20T00:00:00Z"}) { nodes { id } } }';

/** Without a shared tier, isolates are as far from each other as data centres are. */
function createIsolates(vars: Readonly<Record<string, string>>): [TestGateway, TestIsolate] {
  const gateway = createTestGateway({ emulator: { sessions: 20 }, vars: { SHARED_CACHE: 'none', ...vars } });
  return [gateway, gateway.newIsolate()];
}

test('together they make no more calls than the limit in any 60 seconds', async () => {
  const [gateway, other] = createIsolates({ UPSTREAM_CALLS_PER_MINUTE: '12' });
  const madeAt: number[] = [];
  for (let i = 0; i < 70; i += 1) {
    const before = gateway.upstreamCalls();
    await [gateway, other][i % 2]?.ask(branch(i));
    for (let made = before; made < gateway.upstreamCalls(); made += 1) madeAt.push(gateway.clock.now());
    await gateway.clock.advance(i % 7 === 0 ? 5_500 : 1_100);
  }
  expect(madeAt.length).toBeGreaterThan(20);
  for (const at of madeAt) {
    expect(madeAt.filter((made) => made > at - 60_000 && made <= at).length).toBeLessThanOrEqual(12);
  }
}, 30_000);

test('past the limit both are told when to come back, and serve what they have', async () => {
  const [gateway, other] = createIsolates({ UPSTREAM_CALLS_PER_MINUTE: '4' });
  for (let i = 0; i < 4; i += 1) await [gateway, other][i % 2]?.ask(branch(i));
  for (const isolate of [gateway, other]) {
    expect((await isolate.ask(branch('new'))).errors).toMatchObject([
      { extensions: { code: 'RATE_LIMITED', retryAfter: 61 } },
    ]);
  }
  await gateway.clock.advance(50_000);
  expect((await other.ask(branch(1))).extensions).toEqual({
    cost: expect.objectContaining({ upstreamCalls: 0, savedCalls: 1 }),
    stale: [{ reason: 'reserved', ageSeconds: 50 }],
  });
});

test('a new isolate counts with the account from its first call on', async () => {
  const [gateway, other] = createIsolates({ UPSTREAM_CALLS_PER_MINUTE: '10' });
  for (let i = 0; i < 10; i += 1) await gateway.ask(branch(i));
  const asks = Array.from({ length: 20 }, (_, i) => other.askNow(branch(`new-${i}`)));
  const answers = await gateway.clock.run(Promise.all(asks));
  expect(new Set(answers.map(({ errors }) => errors[0]?.extensions.code))).toEqual(new Set(['RATE_LIMITED']));
  expect(gateway.upstreamCalls()).toBe(10);
});

test('a revoked key stops in both within its validity, after one call', async () => {
  const [gateway, other] = createIsolates({});
  for (const isolate of [gateway, other]) await isolate.ask(settled);
  gateway.emulator.revokeKey(demoKey);
  await gateway.clock.advance(59_999);
  for (const isolate of [gateway, other]) expect((await isolate.ask(settled)).errors).toEqual([]);
  await gateway.clock.advance(1);
  for (const isolate of [gateway, other]) {
    expect(await isolate.ask(settled)).toMatchObject({ status: 401, data: { testSessions: null } });
  }
});

test('a refusal that one of them sees stops the other within 5 s', async () => {
  const [gateway, other] = createIsolates({});
  for (const isolate of [gateway, other]) await isolate.ask(settled);
  gateway.emulator.revokeKey(demoKey);
  await gateway.clock.advance(10_000);
  expect((await other.ask(settled)).errors).toEqual([]);
  expect((await gateway.ask(branch('cold'))).status).toBe(401);
  await gateway.clock.advance(4_999);
  expect((await other.ask(settled)).errors).toEqual([]);
  await gateway.clock.advance(1);
  expect(await other.ask(settled)).toMatchObject({ status: 401, data: { testSessions: null } });
});
