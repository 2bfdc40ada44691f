/** Upstream down behind Workers Cache: what is known still answers, and says how old it is. */

import { describe, expect, test } from 'vitest';
import { demoKey } from '../../emulator/accounts.ts';
import { connectionOf } from '../support/answer.ts';
import { createWorkersCacheGateway } from './workers-cache-gateway.ts';

const head = '{ testSessions(first: 2) { nodes { id } } }';
const settled = '{ testSessions(first: 2, filter: {to: "2026-11-20T00:00:00Z"}) { nodes { id } } }';
const unknown = '{ testSessions(first: 2, filter: {branches: ["never-asked"]}) { nodes { id } } }';
const budgetMs = 25_000;

const faults = [
  ['unreachable', { dropConnection: true }, 'UPSTREAM_UNAVAILABLE'],
  ['failing', { status: 503 }, 'UPSTREAM_UNAVAILABLE'],
  ['refusing more', { status: 429, headers: { 'Retry-After': '60' } }, 'RATE_LIMITED'],
  ['hanging', { hang: true }, 'UPSTREAM_TIMEOUT'],
] as const;

/** With both queries read once, and upstream in trouble for ten minutes already. */
async function createDownGateway(fault: (typeof faults)[number][1], isCovering: boolean) {
  const gateway = createWorkersCacheGateway();
  const ids = connectionOf(await gateway.ask(head)).nodes;
  await gateway.ask(settled);
  await gateway.settle();
  if (isCovering) gateway.coverErrors();
  gateway.emulator.setFaults([fault]);
  await gateway.clock.advance(600_000);
  return { gateway, ids };
}

const stale = (seconds: number) => ({
  reason: expect.stringMatching(/^(unavailable|timeout|rate-limited)$/),
  ageSeconds: expect.toSatisfy((age) => age >= seconds && age <= seconds + 2 * (budgetMs / 1_000)),
});

describe.each([
  ['its copy served by stale-if-error', true],
  ['nothing out of it, from isolate memory', false],
])('with %s', (_what, isCovering) => {
  test.each(faults)('and upstream %s, a known query answers in time, marked', async (_case, fault) => {
    const { gateway, ids } = await createDownGateway(fault, isCovering);
    const askedAt = gateway.clock.now();
    const answer = await gateway.ask(head);
    expect([answer.errors, connectionOf(answer).nodes, answer.extensions.stale]).toEqual([
      [],
      ids,
      [stale(600)],
    ]);
    expect(gateway.clock.now() - askedAt).toBeLessThanOrEqual(budgetMs);
  });

  test.each(faults)('and upstream %s, an unknown one is told why', async (_case, fault, code) => {
    const { gateway } = await createDownGateway(fault, isCovering);
    const answer = await gateway.ask(unknown);
    expect([answer.data, answer.errors[0]?.extensions.code]).toEqual([{ testSessions: null }, code]);
  });

  test('it goes on to the end of the window, and no longer', async () => {
    const { gateway } = await createDownGateway({ status: 503 }, isCovering);
    await gateway.clock.advance(3_610_000 - 600_000 - budgetMs);
    expect((await gateway.ask(head)).extensions.stale).toEqual([stale(3_585)]);
    await gateway.clock.advance(budgetMs);
    expect((await gateway.ask(head)).errors[0]?.extensions.code).toBe('UPSTREAM_UNAVAILABLE');
  });

  test('the first success is fresh again', async () => {
    const { gateway, ids } = await createDownGateway({ status: 503 }, isCovering);
    await gateway.ask(head);
    gateway.emulator.setFaults([]);
    const answer = await gateway.ask(head);
    expect([answer.errors, connectionOf(answer).nodes.length, answer.extensions.stale]).toEqual([
      [],
      ids.length,
      undefined,
    ]);
  });

  test('a key that was revoked meanwhile reads nothing when upstream is back', async () => {
    const { gateway } = await createDownGateway({ status: 503 }, isCovering);
    expect((await gateway.ask(head)).errors).toEqual([]);
    gateway.emulator.setFaults([]);
    gateway.emulator.revokeKey(demoKey);
    expect(await gateway.ask(head)).toMatchObject({ status: 401, data: { testSessions: null } });
  });

  test('a page that is fresh for a day answers, too', async () => {
    const { gateway } = await createDownGateway({ status: 503 }, isCovering);
    const answer = await gateway.ask(settled);
    expect([answer.errors, connectionOf(answer).nodes.length]).toEqual([[], 2]);
  });
});

test('another isolate, with nothing in memory, is covered by Workers Cache', async () => {
  const { gateway, ids } = await createDownGateway({ status: 503 }, true);
  const answer = await gateway.newIsolate().ask(head);
  expect([answer.errors, connectionOf(answer).nodes, answer.extensions.stale]).toEqual([
    [],
    ids,
    [stale(600)],
  ]);
});
