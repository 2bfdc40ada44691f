/** Upstream down for the whole stale window: who asks for what is known gets it, all others an error in time. */

import { expect, test } from 'vitest';
import { connectionOf } from '../support/answer.ts';
import { createStage } from '../support/stage.ts';

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
    const stage = createStage();
    for (const query of known) expect((await stage.ask(query)).errors).toEqual([]);
    await stage.settle();
    const until = stage.clock.now() + 3_600_000;
    stage.emulator.setFaults([fault]);
    await stage.clock.advance(60_000);
    while (stage.clock.now() < until) {
      for (const query of known) {
        const askedAt = stage.clock.now();
        const answer = await stage.ask(query);
        expect([
          answer.errors,
          connectionOf(answer).edges.length + connectionOf(answer).nodes.length > 0,
        ]).toEqual([[], true]);
        expect(stage.clock.now() - askedAt).toBeLessThanOrEqual(budgetMs);
      }
      const askedAt = stage.clock.now();
      const answer = await stage.ask(unknown);
      expect([answer.data, answer.errors.map(({ extensions }) => extensions.code)]).toEqual([
        { testSessions: null },
        [code],
      ]);
      expect(stage.clock.now() - askedAt).toBeLessThanOrEqual(budgetMs);
      await stage.clock.advance(600_000);
    }
    stage.emulator.setFaults([]);
    for (const query of [...known, unknown]) {
      const answer = await stage.ask(query);
      expect([answer.errors, answer.extensions.stale]).toEqual([[], undefined]);
    }
  },
  // A bound, not a measure.
  30_000,
);

test('what was stale is marked: all but the page that is closed', async () => {
  const stage = createStage();
  for (const query of known) await stage.ask(query);
  stage.emulator.setFaults([{ status: 503 }]);
  await stage.clock.advance(1_800_000);
  const reasons: unknown[] = [];
  for (const query of known) reasons.push((await stage.ask(query)).extensions.stale);
  const old = [{ reason: 'unavailable', ageSeconds: expect.toSatisfy((age) => age >= 1_800 && age < 1_810) }];
  expect(reasons).toEqual([old, old, old, undefined]);
});

test('another isolate answers from the data centre’s copies', async () => {
  const stage = createStage();
  for (const query of known) await stage.ask(query);
  await stage.settle();
  stage.emulator.setFaults([{ status: 503 }]);
  await stage.clock.advance(1_800_000);
  const other = stage.newIsolate();
  for (const query of known) expect((await other.ask(query)).errors).toEqual([]);
});
