/** The last tenth of an account's calls is reserved for foreground calls, and the last half for what was asked for; a retry counts as a call. */

import { expect, test } from 'vitest';
import { type AccountWorld, createAccountWorld, toCall } from './account-world.ts';

async function call({ account, clock }: AccountWorld, ...asked: Parameters<typeof toCall>) {
  return (await clock.run(account.call(toCall(...asked)))).result;
}

/** With 18 of its 20 calls made. */
async function createReservedWorld(): Promise<AccountWorld> {
  const world = createAccountWorld(() => new Response('{}'));
  for (let i = 0; i < 18; i += 1) await call(world, `/${i}`);
  return world;
}

test('a background call gives way in the last tenth, and a foreground call does not', async () => {
  const world = await createReservedWorld();
  expect(await call(world, '/b', { priority: 'background' })).toEqual({ kind: 'reserved' });
  expect([(await call(world, '/c')).kind, (await call(world, '/d')).kind]).toEqual(['answer', 'answer']);
  expect(await call(world, '/e')).toEqual({
    kind: 'failure',
    failure: { kind: 'rate-limited', retryAfterSeconds: 61 },
  });
  expect(world.calls).toHaveLength(20);
});

test('the last call before the tenth may be a background call', async () => {
  const world = createAccountWorld(() => new Response('{}'));
  for (let i = 0; i < 17; i += 1) await call(world, `/${i}`);
  expect((await call(world, '/b', { priority: 'background' })).kind).toBe('answer');
  expect((await call(world, '/c', { priority: 'background' })).kind).toBe('reserved');
});

test('a background call that gives way is shared with background calls only', async () => {
  const world = await createReservedWorld();
  const [background, alike, foreground] = await world.clock.run(
    Promise.all(
      (['background', 'background', 'foreground'] as const).map((priority) =>
        world.account.call(toCall('/b', { priority })),
      ),
    ),
  );
  expect([background?.result.kind, alike?.result.kind, foreground?.result.kind]).toEqual([
    'reserved',
    'reserved',
    'answer',
  ]);
});

test('a call ahead that gives way is shared with calls ahead only', async () => {
  const world = createAccountWorld(() => new Response('{}'));
  for (let i = 0; i < 10; i += 1) await call(world, `/${i}`);
  const replies = await world.clock.run(
    Promise.all(
      (['ahead', 'ahead', 'background'] as const).map((priority) =>
        world.account.call(toCall('/b', { priority })),
      ),
    ),
  );
  expect(replies.map(({ result }) => result.kind)).toEqual(['reserved', 'reserved', 'answer']);
});

test('a background call makes room again after a minute', async () => {
  const world = await createReservedWorld();
  await world.clock.advance(61_000);
  expect((await call(world, '/b', { priority: 'background' })).kind).toBe('answer');
});

test('a retry that cannot be acquired ends with the failure that it was to mend', async () => {
  const world = createAccountWorld(() => new Response('', { status: 503 }), { callsPerMinute: 2 });
  expect(await world.clock.run(world.account.call(toCall('/a')))).toEqual({
    result: { kind: 'failure', failure: { kind: 'unavailable', status: 503 } },
    isCollapsed: false,
    upstreamCalls: 2,
    standing: { acceptedAt: 0, purgedAt: 0 },
  });
});
