/** A short budget is no reason to let a revoked key read on: the lease is asked about all the same. */

import { expect, test } from 'vitest';
import { demoKey } from '../emulator/accounts.ts';
import { createStage } from '../support/stage.ts';

const branch = (name: string) =>
  `{ testSessions(first: 1, filter: {branches: ["${name}"]}) { nodes { id } } }`;
const other = {
  headers: { authorization: 'Bearer cu_both', 'x-checkly-account': '11111111-1111-4111-8111-111111111111' },
};

test('a key that was revoked reads for its lease at most while the account’s calls are scarce', async () => {
  const stage = createStage({ emulator: { sessions: 20 }, vars: { UPSTREAM_CALLS_PER_MINUTE: '10' } });
  await stage.ask(branch('read'));
  stage.emulator.revokeKey(demoKey);
  await stage.clock.advance(62_000);
  for (let i = 0; i < 9; i += 1) await stage.ask(branch(`spent-${i}`), other);
  const answer = await stage.ask(branch('read'));
  expect([answer.status, answer.errors[0]?.extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
});

test('the small call about the lease counts, and is not made when no call is left: the lease stretches as for a 429', async () => {
  const settled = '{ testSessions(first: 1, filter: {to: "2026-11-20T00:00:00Z"}) { nodes { id } } }';
  const stage = createStage({ vars: { UPSTREAM_CALLS_PER_MINUTE: '10' } });
  await stage.ask(settled);
  await stage.clock.advance(62_000);
  for (let i = 0; i < 10; i += 1) await stage.ask(branch(`spent-${i}`), other);
  const before = stage.upstreamCalls();
  expect((await stage.ask(settled)).errors).toEqual([]);
  expect(stage.upstreamCalls()).toBe(before);
});
