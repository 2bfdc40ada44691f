/** Upstream down for as long as stale entries last: who asks for what is known gets it, all others an error in time. */

import { expect, test } from 'vitest';
import { connectionOf } from '../support/answer.ts';
import { createTestGateway } from '../support/test-gateway.ts';

const known = [
  '{ testSessions(first: 5) { nodes { id } } }',
  '{ testSessions(first: 250) { nodes { name } pageInfo { endCursor } } }',
  '{ testSessions(first: 5, filter: {statuses: [FAILED]}) { edges { cursor } } }',
  '{ testSessions(first: 5, filter: {to: "2026-11-20T00:00:00Z"}) { nodes { commit { sha } } } }',
];
const unknown = '{ testSessions(first: 5, filter: {branches: ["never-asked"]}) { nodes { id } } }';
const budgetMs = 25_000;

test.each([
  ['unreachable', { dropConnection: true }, 'UPSTREAM_UNAVAILABLE'],
  ['failing', { status: 503 }, 'UPSTREAM_UNAVAILABLE'],
  ['hanging', { hang: true }, 'UPSTREAM_TIMEOUT'],
])(
  'with upstream %s for an hour, every known query answers, and is whole again at the first success',
  async (_case, fault, code) => {
    const gateway = createTestGateway();
    for (const query of known) expect((await gateway.ask(query)).errors).toEqual([]);
    await gateway.settle();
    const until = gateway.clock.now() + 3_600_000;
    gateway.emulator.setFaults([fault]);
    await gateway.clock.advance(60_000);
    while (gateway.clock.now() < until) {
      for (const query of known) {
        const askedAt = gateway.clock.now();
        const answer = await gateway.ask(query);
        expect([
          answer.errors,
          connectionOf(answer).edges.length + connectionOf(answer).nodes.length > 0,
        ]).toEqual([[], true]);
        expect(gateway.clock.now() - askedAt).toBeLessThanOrEqual(budgetMs);
      }
      const askedAt = gateway.clock.now();
      const answer = await gateway.ask(unknown);
      expect([answer.data, answer.errors.map(({ extensions }) => extensions.code)]).toEqual([
        { testSessions: null },
        [code],
      ]);
      expect(gateway.clock.now() - askedAt).toBeLessThanOrEqual(budgetMs);
      await gateway.clock.advance(600_000);
    }
    gateway.emulator.setFaults([]);
    for (const query of [...known, unknown]) {
      const answer = await gateway.ask(query);
      expect([answer.errors, answer.extensions.stale]).toEqual([[], undefined]);
    }
  },
  // A bound, not a measure.
  30_000,
);

test('what was stale is marked: all but the page that is closed', async () => {
  const gateway = createTestGateway();
  for (const query of known) await gateway.ask(query);
  gateway.emulator.setFaults([{ status: 503 }]);
  await gateway.clock.advance(1_800_000);
  const reasons: unknown[] = [];
  for (const query of known) reasons.push((await gateway.ask(query)).extensions.stale);
  const old = [{ reason: 'unavailable', ageSeconds: expect.toSatisfy((age) => age >= 1_800 && age < 1_810) }];
  expect(reasons).toEqual([old, old, old, undefined]);
});

test('another isolate answers from the data centre’s entries', async () => {
  const gateway = createTestGateway();
  for (const query of known) await gateway.ask(query);
  await gateway.settle();
  gateway.emulator.setFaults([{ status: 503 }]);
  await gateway.clock.advance(1_800_000);
  const other = gateway.newIsolate();
  for (const query of known) expect((await other.ask(query)).errors).toEqual([]);
});
