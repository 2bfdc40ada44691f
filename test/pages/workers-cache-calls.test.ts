/** Calls that the inner entrypoint makes are the account's, its retries as well as the first one. */

import { expect, test } from 'vitest';
import { createWorkersCacheGateway } from './workers-cache-gateway.ts';

const branch = (name: number) =>
  `{ testSessions(first: 2, filter: {branches: ["${name}"]}) { nodes { id } } }`;

test('misses are made to the limit', async () => {
  const gateway = createWorkersCacheGateway({ vars: { UPSTREAM_CALLS_PER_MINUTE: '5' } });
  const codes: unknown[] = [];
  for (let i = 0; i < 7; i += 1) codes.push((await gateway.ask(branch(i))).errors[0]?.extensions.code);
  // The first one is the key's own until upstream has accepted it, and the account's from then on.
  expect([codes.slice(4), gateway.upstreamCalls()]).toEqual([[undefined, 'RATE_LIMITED', 'RATE_LIMITED'], 5]);
});

test('retries count', async () => {
  const gateway = createWorkersCacheGateway({ vars: { UPSTREAM_CALLS_PER_MINUTE: '4' } });
  gateway.emulator.setFaults([{ status: 503 }]);
  const codes: unknown[] = [];
  for (let i = 0; i < 3; i += 1) codes.push((await gateway.ask(branch(i))).errors[0]?.extensions.code);
  expect(codes).toEqual(['UPSTREAM_UNAVAILABLE', 'UPSTREAM_UNAVAILABLE', 'RATE_LIMITED']);
});

test('a reader is told of every call that was made for it', async () => {
  const gateway = createWorkersCacheGateway();
  gateway.emulator.setFaults([{ status: 503, times: 2 }]);
  const answer = await gateway.ask(branch(0));
  expect([answer.errors, gateway.upstreamCalls()]).toEqual([[], 3]);
  expect(answer.extensions.cost).toEqual({ upstreamCalls: 3, savedCalls: 0 });
});
