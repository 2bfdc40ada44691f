/** With the Durable Object bound, all isolates together stay under the account's limit. */

import { expect, test } from 'vitest';
import { branch, createSharedGateway, warm } from './shared-gateway.ts';

test('two isolates together make no more calls than the limit in any 60 seconds', async () => {
  const gateway = createSharedGateway(12);
  const isolates = [gateway, gateway.newIsolate()];
  const madeAt: number[] = [];
  for (let i = 0; i < 70; i += 1) {
    const before = gateway.upstreamCalls();
    await isolates[i % 2]?.ask(branch(i));
    for (let made = before; made < gateway.upstreamCalls(); made += 1) madeAt.push(gateway.clock.now());
    await gateway.clock.advance(i % 7 === 0 ? 5_500 : 1_100);
  }
  expect(madeAt.length).toBeGreaterThan(20);
  for (const at of madeAt) {
    expect(madeAt.filter((other) => other > at - 60_000 && other <= at).length).toBeLessThanOrEqual(12);
  }
}, 30_000);

test('calls that were leased and not made for long are leased anew', async () => {
  const gateway = createSharedGateway(20);
  const [a, b] = [gateway, gateway.newIsolate()];
  const steps: readonly (readonly [typeof b, calls: number, waitMs: number])[] = [
    [a, 1, 59_000],
    [b, 9, 500],
    [a, 9, 1_500],
    [a, 20, 0],
  ];
  const madeAt: number[] = [];
  for (const [isolate, calls, waitMs] of steps) {
    for (let i = 0; i < calls; i += 1) {
      const before = gateway.upstreamCalls();
      await isolate.ask(branch(`${madeAt.length}-${i}`));
      if (gateway.upstreamCalls() > before) madeAt.push(gateway.clock.now());
    }
    await gateway.clock.advance(waitMs);
  }
  expect(madeAt.filter((at) => at > gateway.clock.now() - 60_000).length).toBeLessThanOrEqual(20);
});

test('past the limit both are told when to come back, and serve what they have', async () => {
  const gateway = createSharedGateway(4);
  const other = gateway.newIsolate();
  await warm(gateway, [gateway, other]);
  for (let i = 0; i < 4; i += 1) await gateway.ask(branch(i));
  await gateway.settle();
  const answer = await other.ask(branch('new'));
  expect(answer.errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED', retryAfter: 66 } }]);
  await gateway.clock.advance(50_000);
  expect((await other.ask(branch(0))).extensions).toEqual({
    cost: { upstreamCalls: 0, savedCalls: 1 },
    stale: [{ reason: 'reserved', ageSeconds: 50 }],
  });
});

test('a new isolate counts a key that the data centre knows to the account from its first call on', async () => {
  const gateway = createSharedGateway(10);
  await warm(gateway);
  for (let i = 0; i < 10; i += 1) await gateway.ask(branch(i));
  await gateway.settle();
  gateway.emulator.setFaults([{ match: '/v1', delayMs: 100 }]);
  const before = gateway.upstreamCalls();
  const isolate = gateway.newIsolate();
  const asks = Array.from({ length: 20 }, (_, i) => isolate.askNow(branch(`new-${i}`)));
  await gateway.clock.run(Promise.all(asks));
  expect(gateway.upstreamCalls() - before).toBe(0);
});

test('where the object cannot be reached, each isolate governs itself', async () => {
  const broken = () => Promise.reject(new Error('the object is gone'));
  const gateway = createSharedGateway(3, {
    getByName: () => ({ leaseCalls: broken, purgedAt: async () => 0, markPurged: async () => 0 }),
  });
  const codes: unknown[] = [];
  for (let i = 0; i < 4; i += 1) codes.push((await gateway.ask(branch(i))).errors[0]?.extensions.code);
  expect([codes, gateway.upstreamCalls()]).toEqual([[undefined, undefined, undefined, 'RATE_LIMITED'], 3]);
});
