/** Many who want the same at once: one upstream call, whatever becomes of the one who made it. */

import { expect, test } from 'vitest';
import { connectionOf } from '../support/answer.ts';
import { createTestGateway } from '../support/test-gateway.ts';

const query = '{ testSessions(first: 20) { nodes { id } } }';

test('a hundred identical requests on a cold cache make one upstream call', async () => {
  const gateway = createTestGateway();
  const answers = await gateway.clock.run(
    Promise.all(Array.from({ length: 100 }, () => gateway.askNow(query))),
  );
  expect(answers.every((answer) => connectionOf(answer).nodes.length === 20)).toBe(true);
  expect(gateway.emulator.stats().requests).toEqual({ 'GET /v1/test-sessions': 1 });
});

test('another field selection over the same page makes none', async () => {
  const gateway = createTestGateway();
  await gateway.ask(query);
  const other = await gateway.ask(
    '{ testSessions(first: 100) { edges { cursor node { name commit { sha } } } } }',
  );
  expect(connectionOf(other).edges).toHaveLength(100);
  expect(gateway.upstreamCalls()).toBe(1);
});

test('when the first one fails, the others get the same failure and not a storm of their own', async () => {
  const gateway = createTestGateway();
  gateway.emulator.setFaults([{ match: '/v1', status: 500, delayMs: 100 }]);
  const answers = await gateway.clock.run(
    Promise.all(Array.from({ length: 100 }, () => gateway.askNow(query))),
  );
  expect(new Set(answers.map(({ errors }) => errors[0]?.extensions.code))).toEqual(
    new Set(['UPSTREAM_UNAVAILABLE']),
  );
  expect(gateway.upstreamCalls()).toBe(1);
});

test('a slow first request serves those who come while it waits', async () => {
  const gateway = createTestGateway();
  gateway.emulator.setFaults([{ match: '/v1', delayMs: 3_000, times: 1 }]);
  const first = gateway.askNow(query);
  await gateway.clock.advance(1_500);
  const later = gateway.askNow(query);
  const [a, b] = await gateway.clock.run(Promise.all([first, later]));
  expect(connectionOf(a).nodes).toEqual(connectionOf(b).nodes);
  expect(b.headers.get('cache-status')).toBe(
    'gateway-edge; fwd=miss; collapsed, gateway-memory; fwd=miss; collapsed',
  );
  expect(gateway.upstreamCalls()).toBe(1);
});
