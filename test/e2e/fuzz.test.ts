/** The fuzzer, for some seconds: a part of each kind of input, the same in every run. `npm run fuzz` sends more. */
import { expect, test } from 'vitest';
import { fuzzGateway } from '../../scripts/fuzz/fuzz-gateway.ts';
import { inputKinds } from '../../scripts/fuzz/inputs.ts';

test('inputs of every kind are answered in time, with coded errors, and without a secret in answers and log', async () => {
  const result = await fuzzGateway({ seed: 1, from: 0, count: 500 });
  expect([result.findings, result.otherProblems]).toEqual([[], []]);
  expect([...result.counts.keys()].sort()).toEqual([...inputKinds].sort());
  // Good ones are among them.
  expect(result.statuses.get('200')).toBeGreaterThan(100);
  expect(result.upstreamCalls).toBeGreaterThan(20);
});
