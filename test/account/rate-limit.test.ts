/** An account's calls stay below its limit; the last tenth is reserved for readers who have nothing cached. */

import { describe, expect, test } from 'vitest';
import { bothKey, demoAccountId, demoKey, otherAccountId, otherKey } from '../../emulator/accounts.ts';
import { connectionOf } from '../support/answer.ts';
import { createTestGateway, demoHeaders } from '../support/test-gateway.ts';

const branch = (name: number | string) =>
  `{ testSessions(first: 1, filter: {branches: ["branch-${name}"]}) { nodes { id } } }`;

function createSmallGateway(limit: number) {
  return createTestGateway({
    emulator: { sessions: 20 },
    vars: { UPSTREAM_CALLS_PER_MINUTE: String(limit) },
  });
}

describe('one after another', () => {
  test('calls are made to the limit, and one past it is RATE_LIMITED with the time to wait', async () => {
    const gateway = createSmallGateway(5);
    for (let i = 0; i < 5; i += 1) expect((await gateway.ask(branch(i))).errors).toEqual([]);
    const answer = await gateway.ask(branch(5));
    expect([gateway.upstreamCalls(), answer.status, answer.data, answer.errors]).toEqual([
      5,
      200,
      { testSessions: null },
      [
        {
          message: 'Checkly takes no more requests from this account for now.',
          path: ['testSessions'],
          extensions: { code: 'RATE_LIMITED', retryAfter: 61 },
        },
      ],
    ]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  test('after the time that it says there is a call again', async () => {
    const gateway = createSmallGateway(1);
    await gateway.ask(branch(0));
    await gateway.clock.advance(20_300);
    const { extensions } = (await gateway.ask(branch(1))).errors[0] ?? {};
    await gateway.clock.advance(Number(extensions?.retryAfter) * 1_000 - 1_000);
    expect((await gateway.ask(branch(1))).errors).toHaveLength(1);
    await gateway.clock.advance(1_000);
    expect((await gateway.ask(branch(1))).errors).toEqual([]);
  });

  test('retries count', async () => {
    const gateway = createSmallGateway(4);
    gateway.emulator.setFaults([{ status: 503 }]);
    await gateway.ask(branch(0));
    expect((await gateway.ask(branch(1))).errors[0]?.extensions.code).toBe('UPSTREAM_UNAVAILABLE');
    expect((await gateway.ask(branch(2))).errors[0]?.extensions.code).toBe('RATE_LIMITED');
  });
});

describe('in the last tenth', () => {
  /** With 20 calls a minute: 18 made, for `branch-0` 50 s ago and for others just now. */
  async function createReservedGateway() {
    const gateway = createSmallGateway(20);
    await gateway.ask(branch(0));
    await gateway.clock.advance(50_000);
    for (let i = 1; i < 18; i += 1) await gateway.ask(branch(i));
    await gateway.settle();
    return gateway;
  }

  test('a stale entry is served and names the reason', async () => {
    const gateway = await createReservedGateway();
    const answer = await gateway.ask(branch(0));
    expect([answer.errors, answer.extensions, gateway.upstreamCalls()]).toEqual([
      [],
      {
        cost: expect.objectContaining({ upstreamCalls: 0, savedCalls: 1 }),
        stale: [{ reason: 'reserved', ageSeconds: 50 }],
      },
      18,
    ]);
    expect(answer.headers.get('cache-status')).toBe('gateway-memory; hit; ttl=-40; detail="stale: reserved"');
  });

  test('an entry is not refreshed behind an answer', async () => {
    const gateway = await createReservedGateway();
    await gateway.clock.advance(11_000);
    for (let i = 1; i < 18; i += 1) await gateway.ask(branch(i));
    await gateway.settle();
    const before = gateway.upstreamCalls();
    await gateway.ask(branch(1));
    await gateway.settle();
    expect(gateway.upstreamCalls()).toBe(before);
  });

  test('a reader with nothing cached is answered from upstream, to the last call', async () => {
    const gateway = await createReservedGateway();
    const codes: unknown[] = [];
    for (const name of ['a', 'b', 'c'])
      codes.push((await gateway.ask(branch(name))).errors[0]?.extensions.code);
    expect([codes, gateway.upstreamCalls()]).toEqual([[undefined, undefined, 'RATE_LIMITED'], 20]);
  });

  test('no-cache is answered with an entry', async () => {
    const gateway = await createReservedGateway();
    await gateway.clock.advance(1_000);
    const answer = await gateway.ask(branch(17), {
      headers: { ...demoHeaders, 'cache-control': 'no-cache' },
    });
    expect([answer.errors, answer.extensions.stale, gateway.upstreamCalls()]).toEqual([
      [],
      [{ reason: 'reserved', ageSeconds: 1 }],
      18,
    ]);
  });
});

test('all keys of an account share its calls, and another account has its own', async () => {
  const gateway = createSmallGateway(4);
  const as = (key: string, id: string) => ({
    headers: { authorization: `Bearer ${key}`, 'x-checkly-account': id },
  });
  const readers = [
    as(demoKey, demoAccountId),
    as(bothKey, demoAccountId),
    as(bothKey, otherAccountId),
    as(otherKey, otherAccountId),
  ];
  const codesOf = async (name: string) => {
    const codes: unknown[] = [];
    for (const reader of readers)
      codes.push((await gateway.ask(branch(name), reader)).errors[0]?.extensions.code);
    return codes;
  };
  // Upstream has accepted each of them from here on: two calls of each account are made.
  expect(await codesOf('first')).toEqual(Array(4).fill(undefined));
  expect(await codesOf('second')).toEqual(Array(4).fill(undefined));
  expect(await codesOf('third')).toEqual(Array(4).fill('RATE_LIMITED'));
  expect(gateway.upstreamCalls()).toBe(8);
});

test('fresh entries are served when no call is left', async () => {
  const gateway = createSmallGateway(1);
  await gateway.ask(branch(0));
  const answer = await gateway.ask(branch(0), { headers: { ...demoHeaders, 'x-gateway-debug': '1' } });
  expect([answer.errors, answer.extensions.stale, connectionOf(answer).nodes]).toEqual([
    [],
    undefined,
    expect.any(Array),
  ]);
});
