/** How a page ages, as its readers see it. */

import { expect, test } from 'vitest';
import { createStage, type Stage } from '../support/stage.ts';

const head = '{ testSessions(first: 1, filter: {branches: ["quiet"]}) { nodes { status } } }';

function createQuietStage(): Stage {
  const stage = createStage({ emulator: { sessions: 0 } });
  stage.emulator.addSessions([{ branchName: 'quiet', status: 'PASSED' }]);
  return stage;
}

function seen(stage: Stage, answer: Awaited<ReturnType<Stage['ask']>>) {
  return {
    calls: stage.upstreamCalls(),
    control: answer.headers.get('cache-control'),
    age: answer.headers.get('age'),
    status: answer.headers.get('cache-status'),
    extensions: answer.extensions,
  };
}

test('the head of a list is fresh for ten seconds, stale while it is refreshed, then fresh again', async () => {
  const stage = createQuietStage();
  expect(seen(stage, await stage.ask(head))).toEqual({
    calls: 1,
    control: 'private, max-age=10',
    age: '0',
    status: 'gateway-edge; fwd=miss, gateway-memory; fwd=miss',
    extensions: { cost: { upstreamCalls: 1, savedCalls: 0 } },
  });
  await stage.clock.advance(4_000);
  expect(seen(stage, await stage.ask(head))).toEqual({
    calls: 1,
    control: 'private, max-age=10',
    age: '4',
    status: 'gateway-answers; hit; ttl=6',
    extensions: { cost: { upstreamCalls: 0, savedCalls: 1 } },
  });
  await stage.clock.advance(8_000);
  expect(seen(stage, await stage.ask(head))).toEqual({
    calls: 2,
    control: 'private, max-age=12',
    age: '12',
    status: 'gateway-memory; hit; ttl=-2; detail="stale: revalidating"',
    extensions: {
      cost: { upstreamCalls: 1, savedCalls: 1 },
      stale: [{ reason: 'revalidating', ageSeconds: 12 }],
    },
  });
  await stage.settle();
  expect(seen(stage, await stage.ask(head))).toMatchObject({
    calls: 2,
    age: '0',
    status: 'gateway-memory; hit; ttl=10',
  });
});

test('past both stale windows nothing is served without upstream', async () => {
  const stage = createQuietStage();
  await stage.ask(head);
  stage.emulator.setFaults([{ match: '/', status: 503 }]);
  await stage.clock.advance(10_000 + 3_600_000 - 1);
  expect((await stage.ask(head)).errors).toEqual([]);
  await stage.clock.advance(3_600_000);
  expect((await stage.ask(head)).errors[0]?.extensions.code).toBe('UPSTREAM_UNAVAILABLE');
});
