/** Many misses at the same instant acquire their calls one by one: the limit holds for all of them together. */

import { expect, test } from 'vitest';
import { createTestGateway } from '../support/test-gateway.ts';

const branch = (name: number) =>
  `{ testSessions(first: 1, filter: {branches: ["branch-${name}"]}) { nodes { id } } }`;

function createSmallGateway(limit: number) {
  return createTestGateway({
    emulator: { sessions: 20 },
    vars: { UPSTREAM_CALLS_PER_MINUTE: String(limit) },
  });
}

test('different misses at once never spend more than the limit together', async () => {
  const gateway = createSmallGateway(5);
  gateway.emulator.setFaults([{ match: '/v1', delayMs: 100 }]);
  const asks = Array.from({ length: 40 }, (_, i) => gateway.askNow(branch(i)));
  const answers = await gateway.clock.run(Promise.all(asks));
  const codes = answers.map(({ errors }) => errors[0]?.extensions.code ?? 'answered');
  expect([gateway.upstreamCalls(), codes.filter((code) => code === 'answered').length]).toEqual([5, 5]);
  expect(new Set(codes)).toEqual(new Set(['answered', 'RATE_LIMITED']));
});

test('neither do the fields of one request', async () => {
  const gateway = createSmallGateway(5);
  const fields = Array.from({ length: 20 }, (_, i) => `f${i}: ${branch(i).slice(2, -2)}`);
  const { errors } = await gateway.ask(`{ ${fields.join(' ')} }`);
  expect([gateway.upstreamCalls(), errors.length]).toEqual([5, 15]);
  expect(new Set(errors.map(({ extensions }) => extensions.code))).toEqual(new Set(['RATE_LIMITED']));
});

test('identical misses spend one call, and are all answered at the last one', async () => {
  const gateway = createSmallGateway(1);
  gateway.emulator.setFaults([{ match: '/v1', delayMs: 100 }]);
  const answers = await gateway.clock.run(
    Promise.all(Array.from({ length: 40 }, () => gateway.askNow(branch(0)))),
  );
  expect([answers.flatMap(({ errors }) => errors), gateway.upstreamCalls()]).toEqual([[], 1]);
});
