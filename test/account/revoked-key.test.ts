/** Few calls left are no reason to let a revoked key read on: upstream is asked about the credential all the same. */

import { expect, test } from 'vitest';
import { demoKey } from '../../emulator/accounts.ts';
import { createTestGateway } from '../support/test-gateway.ts';

const branch = (name: string) =>
  `{ testSessions(first: 1, filter: {branches: ["${name}"]}) { nodes { id } } }`;
const other = {
  headers: { authorization: 'Bearer cu_both', 'x-checkly-account': '11111111-1111-4111-8111-111111111111' },
};

test('a revoked key reads no longer than its validity while the account’s calls are reserved', async () => {
  const gateway = createTestGateway({
    emulator: { sessions: 20 },
    vars: { UPSTREAM_CALLS_PER_MINUTE: '10' },
  });
  await gateway.ask(branch('read'));
  gateway.emulator.revokeKey(demoKey);
  await gateway.clock.advance(62_000);
  for (let i = 0; i < 9; i += 1) await gateway.ask(branch(`other-${i}`), other);
  const answer = await gateway.ask(branch('read'));
  expect([answer.status, answer.errors[0]?.extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
});

test('the call about the credential counts, and is not made when no call is left: the grace period begins as for a 429', async () => {
  const settled = '{ testSessions(first: 1, filter: {to: "2026-11-20T00:00:00Z"}) { nodes { id } } }';
  const gateway = createTestGateway({ vars: { UPSTREAM_CALLS_PER_MINUTE: '10' } });
  await gateway.ask(settled);
  await gateway.clock.advance(62_000);
  for (let i = 0; i < 10; i += 1) await gateway.ask(branch(`other-${i}`), other);
  const before = gateway.upstreamCalls();
  expect((await gateway.ask(settled)).errors).toEqual([]);
  expect(gateway.upstreamCalls()).toBe(before);
});
