/** Where the account's object cannot be reached, the isolate's own account stands in, with a limiter of its own. */

import { expect, test } from 'vitest';
import { demoKey } from '../../emulator/accounts.ts';
import type { AccountNamespace } from '../../src/account/account-contract.ts';
import { connectionOf } from '../support/answer.ts';
import { createTestGateway } from '../support/test-gateway.ts';

const branch = (name: number | string) =>
  `{ testSessions(first: 1, filter: {branches: ["branch-${name}"]}) { nodes { id } } }`;
const settled = '{ testSessions(first: 2, filter: {to: "2026-11-20T00:00:00Z"}) { nodes { id } } }';

const fail = () => Promise.reject(new Error('the object is gone'));
const broken = { call: fail, leave: async () => {}, verify: fail, readStanding: fail, purge: fail };

const createBrokenGateway = (
  vars: Readonly<Record<string, string>> = {},
  accounts: AccountNamespace | null = { getByName: () => broken },
) => createTestGateway({ emulator: { sessions: 20 }, vars, accounts });

test('readers are answered, from entries too, and the log says why', async () => {
  const gateway = createBrokenGateway();
  for (let i = 0; i < 2; i += 1) {
    const answer = await gateway.ask(settled);
    expect([answer.errors, connectionOf(answer).nodes.length]).toEqual([[], 2]);
  }
  expect(gateway.upstreamCalls()).toBe(1);
  expect(gateway.log).toContainEqual({
    level: 'error',
    requestId: 'request-1',
    message: 'The account object cannot be reached.',
    error: 'Error: the object is gone',
  });
});

test.each([
  ['is unreachable', { getByName: () => broken }],
  ['is not bound', null],
])('each isolate has a limit of its own when the object %s', async (_case, accounts) => {
  const gateway = createBrokenGateway({ UPSTREAM_CALLS_PER_MINUTE: '3', SHARED_CACHE: 'none' }, accounts);
  const codes: unknown[] = [];
  for (const isolate of [gateway, gateway.newIsolate()]) {
    for (let i = 0; i < 4; i += 1) codes.push((await isolate.ask(branch(i))).errors[0]?.extensions.code);
  }
  const limited = [undefined, undefined, undefined, 'RATE_LIMITED'];
  expect([codes, gateway.upstreamCalls()]).toEqual([[...limited, ...limited], 6]);
});

test('a revoked key stops within its validity all the same', async () => {
  const gateway = createBrokenGateway();
  await gateway.ask(settled);
  gateway.emulator.revokeKey(demoKey);
  await gateway.clock.advance(59_999);
  expect((await gateway.ask(settled)).errors).toEqual([]);
  await gateway.clock.advance(1);
  expect(await gateway.ask(settled)).toMatchObject({ status: 401, data: { testSessions: null } });
});

test('identical fields of a request make one call', async () => {
  const gateway = createBrokenGateway();
  const fields = Array.from({ length: 20 }, (_, i) => `f${i}: ${branch(0).slice(2, -2)}`);
  expect((await gateway.ask(`{ ${fields.join(' ')} }`)).errors).toEqual([]);
  expect(gateway.upstreamCalls()).toBe(1);
});

test('the object is asked again with the next request', async () => {
  let isBroken = true;
  const asked: string[] = [];
  const gateway = createTestGateway({
    accounts: {
      getByName: () => ({
        ...broken,
        readStanding: async () => ({ acceptedAt: 0, purgedAt: 0 }),
        call: async ({ request }) => {
          asked.push(request.path.split('?')[0] ?? '');
          if (isBroken) return fail();
          const failure = { kind: 'payment-required' } as const;
          const standing = { acceptedAt: 0, purgedAt: 0 };
          return { result: { kind: 'failure', failure }, isCollapsed: false, upstreamCalls: 1, standing };
        },
      }),
    },
  });
  expect((await gateway.ask(branch(0))).errors).toEqual([]);
  isBroken = false;
  expect((await gateway.ask(branch(1))).errors[0]?.extensions.code).toBe('PAYMENT_REQUIRED');
  // The isolate itself made the first of the two calls.
  expect([asked, gateway.upstreamCalls()]).toEqual([['/v1/test-sessions', '/v1/test-sessions'], 1]);
});
