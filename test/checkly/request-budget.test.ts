/** How many upstream calls one request may make, and what is told when it needs more. */

import { describe, expect, test } from 'vitest';
import { createTestGateway } from '../support/test-gateway.ts';
import { aliases } from './aliases.ts';

describe('calls', () => {
  // Reads of a shared cache count, too; without one, what counts is upstream's.
  const vars = { SUBREQUEST_BUDGET: '2', SHARED_CACHE: 'none' };
  const refusal = {
    code: 'BAD_USER_INPUT',
    argument: 'request',
    reason:
      'needs more than the 2 calls that one request may make; ask for fewer sessions, aliases or entities at a time',
  };

  test('are spent by pages: at the budget all is well, one past it the field fails', async () => {
    const ask = async (first: number) => {
      const gateway = createTestGateway({ vars });
      const answer = await gateway.ask(`{ testSessions(first: ${first}) { edges { cursor } } }`);
      return [gateway.emulator.stats().recent.length, answer.errors[0]?.extensions ?? null];
    };
    expect(await ask(200)).toEqual([2, null]);
    expect(await ask(201)).toEqual([2, refusal]);
  });

  test('are spent by aliases: the ones past the budget fail alone', async () => {
    const gateway = createTestGateway({ vars });
    const answer = await gateway.ask(`{ ${aliases(3)} }`);
    expect(answer.errors.map(({ path, extensions }) => [path, extensions])).toEqual([[['f2'], refusal]]);
    expect(gateway.emulator.stats().recent).toHaveLength(2);
  });

  test('are not spent by retries, which the account makes, and the last failure is told', async () => {
    const gateway = createTestGateway({ vars: { ...vars, SUBREQUEST_BUDGET: '1' } });
    gateway.emulator.setFaults([{ status: 503 }]);
    const answer = await gateway.ask('{ testSessions(first: 1) { edges { cursor } } }');
    expect(answer.errors[0]?.extensions).toEqual({ code: 'UPSTREAM_UNAVAILABLE', upstreamStatus: 503 });
    expect(gateway.emulator.stats().recent).toHaveLength(3);
    expect(answer.extensions.cost).toEqual(expect.objectContaining({ upstreamCalls: 3, savedCalls: 0 }));
  });

  test('are shared by aliases of the same field', async () => {
    const gateway = createTestGateway({ vars: { ...vars, SUBREQUEST_BUDGET: '1' } });
    const fields = ['a', 'b', 'c', 'd', 'e'].map(
      (name) => `${name}: testSessions(first: 3) { edges { cursor } }`,
    );
    const answer = await gateway.ask(`{ ${fields.join(' ')} }`);
    expect(answer.errors).toEqual([]);
    expect(new Set(Object.values(answer.data ?? {}).map((value) => JSON.stringify(value))).size).toBe(1);
    expect(gateway.emulator.stats().requests).toEqual({ 'GET /v1/test-sessions': 1 });
  });
});
