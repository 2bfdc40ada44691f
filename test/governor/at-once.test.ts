/** Many misses at the same instant take their calls one by one: the limit holds for all of them together. */

import { expect, test } from 'vitest';
import { createStage } from '../support/stage.ts';

const branch = (name: number) =>
  `{ testSessions(first: 1, filter: {branches: ["branch-${name}"]}) { nodes { id } } }`;

function createSmallStage(limit: number) {
  return createStage({ emulator: { sessions: 20 }, vars: { UPSTREAM_CALLS_PER_MINUTE: String(limit) } });
}

test('different misses at once never spend more than the limit together', async () => {
  const stage = createSmallStage(5);
  stage.emulator.setFaults([{ match: '/v1', delayMs: 100 }]);
  const asks = Array.from({ length: 40 }, (_, i) => stage.askNow(branch(i)));
  const answers = await stage.clock.run(Promise.all(asks));
  const codes = answers.map(({ errors }) => errors[0]?.extensions.code ?? 'answered');
  expect([stage.upstreamCalls(), codes.filter((code) => code === 'answered').length]).toEqual([5, 5]);
  expect(new Set(codes)).toEqual(new Set(['answered', 'RATE_LIMITED']));
});

test('neither do the fields of one request', async () => {
  const stage = createSmallStage(5);
  const fields = Array.from({ length: 20 }, (_, i) => `f${i}: ${branch(i).slice(2, -2)}`);
  const { errors } = await stage.ask(`{ ${fields.join(' ')} }`);
  expect([stage.upstreamCalls(), errors.length]).toEqual([5, 15]);
  expect(new Set(errors.map(({ extensions }) => extensions.code))).toEqual(new Set(['RATE_LIMITED']));
});

test('identical misses spend one call, and are all answered at the last one', async () => {
  const stage = createSmallStage(1);
  stage.emulator.setFaults([{ match: '/v1', delayMs: 100 }]);
  const answers = await stage.clock.run(
    Promise.all(Array.from({ length: 40 }, () => stage.askNow(branch(0)))),
  );
  expect([answers.flatMap(({ errors }) => errors), stage.upstreamCalls()]).toEqual([[], 1]);
});
