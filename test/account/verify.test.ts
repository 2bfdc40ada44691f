/** How the account learns what upstream says of a credential: from any read, or by asking for the account itself. */

import { describe, expect, test } from 'vitest';
import { type AccountWorld, accountId, createAccountWorld, toCall, toOwner } from './account-world.ts';

const path = `/next/accounts/${accountId}`;
const accountText = JSON.stringify({ id: accountId, name: 'Demo' });

const verify = async ({ account, clock }: AccountWorld, ...owner: Parameters<typeof toOwner>) =>
  (await clock.run(account.verify(toOwner(...owner)))).result;

test('upstream is asked for the account, once within the validity', async () => {
  const world = createAccountWorld(() => new Response(accountText));
  const acceptedAt = world.clock.now();
  expect(await world.account.verify(toOwner())).toEqual({
    result: { kind: 'accepted' },
    isCollapsed: false,
    upstreamCalls: 1,
    standing: { acceptedAt, purgedAt: 0 },
  });
  await world.clock.advance(59_999);
  expect(await verify(world)).toEqual({ kind: 'accepted' });
  expect(world.calls).toEqual([path]);
  await world.clock.advance(1);
  expect(await verify(world)).toEqual({ kind: 'accepted' });
  expect(world.calls).toEqual([path, path]);
});

test('a hundred who ask at once make one call', async () => {
  const world = createAccountWorld(async () => {
    await world.clock.sleep(100);
    return new Response(accountText);
  });
  const asks = Array.from({ length: 100 }, () => world.account.verify(toOwner()));
  const replies = await world.clock.run(Promise.all(asks));
  expect(replies.map(({ result }) => result)).toEqual(Array(100).fill({ kind: 'accepted' }));
  expect(replies.reduce((sum, { upstreamCalls }) => sum + upstreamCalls, 0)).toBe(1);
  expect(world.calls).toEqual([path]);
});

test('a read renews the validity, so that nothing is asked', async () => {
  const world = createAccountWorld(() => new Response('[]'));
  await world.account.call(toCall('/a'));
  expect(await verify(world)).toEqual({ kind: 'accepted' });
  expect(world.calls).toEqual(['/a']);
});

test('a read of what is not there renews it, too', async () => {
  const world = createAccountWorld(() => new Response('', { status: 404 }));
  await world.account.call(toCall('/a'));
  expect(await verify(world)).toEqual({ kind: 'accepted' });
});

test.each([
  ['a page for people', '<!doctype html><title>Log in</title>', 200, 'text/html'],
  ['nothing', '', 200, 'application/json'],
  ['half of JSON', '{"entries":[{"id":"a"', 200, 'application/json'],
  ['a text', '"accepted"', 200, 'application/json'],
  ['rows of another account', '{"entries":[{"accountId": "22222222-2222-4222-8222-222222222222"}]}', 200, ''],
  ["a proxy's page that nothing is there", '<html>', 404, 'text/html; charset=utf-8'],
])('%s proves nothing of the credential that read it', async (_case, text, status, type) => {
  const world = createAccountWorld(() => new Response(text, { status, headers: { 'content-type': type } }));
  const { standing } = await world.account.call(toCall('/a'));
  expect([standing, world.saved]).toEqual([{ acceptedAt: 0, purgedAt: 0 }, []]);
});

test.each([
  ['no rows', '{"length":0,"entries":[],"nextId":null}'],
  ['its rows', `  {"entries":[{"accountId": "${accountId}"}]}\n`],
  ['its rows, spelled otherwise', `{"entries":[{"accountId":"${accountId.toUpperCase()}"}]}`],
  ['its rows and one of another', `{"entries":[{"accountId":"other"},{"accountId":"${accountId}"}]}`],
])('%s prove it', async (_case, text) => {
  const world = createAccountWorld(() => new Response(text));
  const { standing } = await world.account.call(toCall('/a'));
  expect(standing.acceptedAt).toBe(world.clock.now());
});

test('where no account is named, only a read can tell', async () => {
  const world = createAccountWorld(() => new Response('[]'));
  expect(await verify(world, 'first', null)).toEqual({ kind: 'unknown' });
  await world.account.call(toCall('/a'));
  expect(await verify(world, 'first', null)).toEqual({ kind: 'accepted' });
  expect(world.calls).toEqual(['/a']);
});

test.each([
  ['a list', '[]'],
  ['an object without an id', '{}'],
  ['another account', JSON.stringify({ id: '22222222-2222-4222-8222-222222222222' })],
  ['a page for people', '<!doctype html><title>Log in</title>'],
  ['nothing', ''],
  ['null', 'null'],
])('%s in place of the account proves nothing', async (_case, text) => {
  const world = createAccountWorld(() => new Response(text));
  expect(await world.account.verify(toOwner())).toEqual({
    result: { kind: 'unknown' },
    isCollapsed: false,
    upstreamCalls: 1,
    standing: { acceptedAt: 0, purgedAt: 0 },
  });
  expect(world.saved).toEqual([]);
});

test('an account that upstream does not show proves nothing and ends nothing', async () => {
  const world = createAccountWorld((asked) =>
    asked === path ? new Response('', { status: 404 }) : new Response('[]'),
  );
  await world.account.call(toCall('/a'));
  const acceptedAt = world.clock.now();
  await world.clock.advance(60_000);
  expect(await verify(world)).toEqual({ kind: 'unknown' });
  expect(await world.account.readStanding('first')).toEqual({ acceptedAt, purgedAt: 0 });
});

describe.each([
  [401, 'unauthenticated'],
  [403, 'forbidden'],
])('a %d', (status, kind) => {
  function createRefusingWorld() {
    return createAccountWorld((_path, nth) =>
      nth === 1 ? new Response('[]') : new Response('', { status }),
    );
  }

  test('to the question ends the validity at once', async () => {
    const world = createRefusingWorld();
    await world.account.call(toCall('/a'));
    await world.clock.advance(60_000);
    expect(await verify(world)).toEqual({ kind: 'failure', failure: { kind } });
    expect(await world.account.readStanding('first')).toEqual({ acceptedAt: 0, purgedAt: 0 });
  });

  test('to a read ends it at once, for that credential alone', async () => {
    const world = createRefusingWorld();
    await world.account.call(toCall('/a'));
    await world.account.call(toCall('/b', { partition: 'second' }));
    expect((await world.account.readStanding('first')).acceptedAt).toBe(world.clock.now());
    await world.account.call(toCall('/b'));
    expect((await world.account.readStanding('first')).acceptedAt).toBe(0);
  });
});

test('an answer to a call from before a refusal does not make the credential valid again', async () => {
  const world = createAccountWorld(async (asked) => {
    if (asked === '/first') return new Response('[]');
    await world.clock.sleep(asked === '/slow' ? 5_000 : 1_000);
    return new Response('[]', { status: asked === '/slow' ? 200 : 401 });
  });
  await world.account.call(toCall('/first'));
  const calls = [world.account.call(toCall('/slow')), world.account.call(toCall('/refused'))];
  const [slow] = await world.clock.run(Promise.all(calls));
  expect([slow?.result.kind, slow?.standing.acceptedAt]).toEqual(['answer', 0]);
  await world.account.call(toCall('/first'));
  expect((await world.account.readStanding('first')).acceptedAt).toBe(world.clock.now());
});

test.each([
  ['a 500', () => new Response('', { status: 500 }), { kind: 'unavailable', status: 500 }],
  [
    'a 429',
    () => new Response('', { status: 429, headers: { 'retry-after': '60' } }),
    { kind: 'rate-limited', retryAfterSeconds: 60 },
  ],
])('%s ends nothing', async (_case, fail, failure) => {
  const world = createAccountWorld((asked) => (asked === path ? fail() : new Response('[]')));
  await world.account.call(toCall('/a'));
  const acceptedAt = world.clock.now();
  await world.clock.advance(60_000);
  expect(await verify(world)).toEqual({ kind: 'failure', failure });
  expect(await world.account.readStanding('first')).toEqual({ acceptedAt, purgedAt: 0 });
});
