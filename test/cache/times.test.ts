/** How a page ages, as its readers see it. */

import { expect, test } from 'vitest';
import { createTestGateway, type TestGateway } from '../support/test-gateway.ts';

const head = '{ testSessions(first: 1, filter: {branches: ["quiet"]}) { nodes { status } } }';

function createQuietGateway(): TestGateway {
  const gateway = createTestGateway({ emulator: { sessions: 0 } });
  gateway.emulator.addSessions([{ branchName: 'quiet', status: 'PASSED' }]);
  return gateway;
}

function seen(gateway: TestGateway, answer: Awaited<ReturnType<TestGateway['ask']>>) {
  return {
    calls: gateway.upstreamCalls(),
    control: answer.headers.get('cache-control'),
    age: answer.headers.get('age'),
    status: answer.headers.get('cache-status'),
    extensions: answer.extensions,
  };
}

test('the head of a list is fresh for ten seconds, stale while it is refreshed, then fresh again', async () => {
  const gateway = createQuietGateway();
  expect(seen(gateway, await gateway.ask(head))).toEqual({
    calls: 1,
    control: 'private, max-age=10',
    age: '0',
    status: 'gateway-edge; fwd=miss, gateway-memory; fwd=miss',
    extensions: { cost: expect.objectContaining({ upstreamCalls: 1, savedCalls: 0 }) },
  });
  await gateway.clock.advance(4_000);
  expect(seen(gateway, await gateway.ask(head))).toEqual({
    calls: 1,
    control: 'private, max-age=10',
    age: '4',
    status: 'gateway-responses; hit; ttl=6',
    extensions: { cost: expect.objectContaining({ upstreamCalls: 0, savedCalls: 1 }) },
  });
  await gateway.clock.advance(8_000);
  expect(seen(gateway, await gateway.ask(head))).toEqual({
    calls: 2,
    control: 'private, max-age=12',
    age: '12',
    status: 'gateway-memory; hit; ttl=-2; detail="stale: revalidating"',
    extensions: {
      cost: expect.objectContaining({ upstreamCalls: 0, savedCalls: 1 }),
      stale: [{ reason: 'revalidating', ageSeconds: 12 }],
    },
  });
  await gateway.settle();
  expect(seen(gateway, await gateway.ask(head))).toMatchObject({
    calls: 2,
    age: '0',
    status: 'gateway-memory; hit; ttl=10',
  });
});

test('past its freshness and its stale policy nothing is served without upstream', async () => {
  const gateway = createQuietGateway();
  await gateway.ask(head);
  gateway.emulator.setFaults([{ match: '/', status: 503 }]);
  await gateway.clock.advance(10_000 + 3_600_000 - 1);
  expect((await gateway.ask(head)).errors).toEqual([]);
  await gateway.clock.advance(3_600_000);
  expect((await gateway.ask(head)).errors[0]?.extensions.code).toBe('UPSTREAM_UNAVAILABLE');
});
