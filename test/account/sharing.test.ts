/** Which calls are collapsed, and how long an answer is shared with whoever asks the same. */

import { describe, expect, test } from 'vitest';
import { type AccountWorld, createAccountWorld, toCall } from './account-world.ts';

/** Each call has its own answer, a second after it was made. */
function createSlowWorld(): AccountWorld {
  const world = createAccountWorld(async (path, nth) => {
    await world.clock.sleep(1_000);
    return new Response(`[${path} ${nth}]`);
  });
  return world;
}

const createNumberedWorld = () => createAccountWorld((path, nth) => new Response(`[${path} ${nth}]`));

async function readText(world: AccountWorld, ...call: Parameters<typeof toCall>): Promise<string> {
  const { result } = await world.clock.run(world.account.call(toCall(...call)));
  return result.kind === 'answer' ? result.text : result.kind;
}

describe('calls at once', () => {
  test('share one upstream call when they ask the same', async () => {
    const world = createSlowWorld();
    const calls = Array.from({ length: 50 }, () => world.account.call(toCall('/a')));
    const replies = await world.clock.run(Promise.all(calls));
    const standing = { acceptedAt: world.clock.now(), purgedAt: 0 };
    const result = { kind: 'answer', text: '[/a 1]', receivedAt: world.clock.now() };
    expect(world.calls).toEqual(['/a']);
    expect(replies).toEqual([
      { result, isCollapsed: false, upstreamCalls: 1, standing },
      ...Array(49).fill({ result, isCollapsed: true, upstreamCalls: 0, standing }),
    ]);
  });

  test.each([
    ['of two credentials', { partition: 'second' }],
    ['of two variants', { variant: 'other' }],
  ])('%s share none', async (_case, other) => {
    const world = createSlowWorld();
    const calls = [world.account.call(toCall('/a')), world.account.call(toCall('/a', other))];
    const results = (await world.clock.run(Promise.all(calls))).map(({ result }) => result);
    expect(results).toMatchObject([{ text: '[/a 1]' }, { text: '[/a 2]' }]);
  });

  test('share a failure', async () => {
    const world = createAccountWorld(async () => {
      await world.clock.sleep(1_000);
      return new Response('', { status: 500 });
    });
    const calls = Array.from({ length: 50 }, () => world.account.call(toCall('/a')));
    const replies = await world.clock.run(Promise.all(calls));
    const failure = { kind: 'unavailable', status: 500 };
    expect(replies.map(({ result }) => result)).toEqual(Array(50).fill({ kind: 'failure', failure }));
    expect(world.calls).toEqual(['/a']);
  });

  test('make another one when the answer comes from before what they ask for', async () => {
    const world = createSlowWorld();
    const first = world.account.call(toCall('/a'));
    await world.clock.advance(500);
    const second = world.account.call(toCall('/a', { notBefore: world.clock.now() + 1_000 }));
    const results = (await world.clock.run(Promise.all([first, second]))).map(({ result }) => result);
    expect(results).toMatchObject([{ text: '[/a 1]' }, { text: '[/a 2]' }]);
  });
});

describe('an answer of a moment ago', () => {
  test('is shared for FRESH_RUNNING_SECONDS and no longer', async () => {
    const world = createNumberedWorld();
    expect(await readText(world, '/a')).toBe('[/a 1]');
    await world.clock.advance(4_999);
    expect(await readText(world, '/a')).toBe('[/a 1]');
    await world.clock.advance(1);
    expect(await readText(world, '/a')).toBe('[/a 2]');
  });

  test('says that it is shared, and when it was received', async () => {
    const world = createNumberedWorld();
    const receivedAt = world.clock.now();
    await readText(world, '/a');
    await world.clock.advance(3_000);
    expect(await world.account.call(toCall('/a'))).toEqual({
      result: { kind: 'answer', text: '[/a 1]', receivedAt },
      isCollapsed: true,
      upstreamCalls: 0,
      standing: { acceptedAt: receivedAt, purgedAt: 0 },
    });
  });

  test.each([
    ['with another credential', { partition: 'second' }],
    ['with another variant', { variant: 'other' }],
  ])('is not shared %s', async (_case, other) => {
    const world = createNumberedWorld();
    await readText(world, '/a');
    expect(await readText(world, '/a', other)).toBe('[/a 2]');
  });

  test('is not shared with a call that asks for a later one', async () => {
    const world = createNumberedWorld();
    await readText(world, '/a');
    const notBefore = world.clock.now() + 1;
    await world.clock.advance(10);
    expect(await readText(world, '/a', { notBefore: notBefore - 1 })).toBe('[/a 1]');
    expect(await readText(world, '/a', { notBefore })).toBe('[/a 2]');
  });

  test('is not shared after a purge', async () => {
    const world = createNumberedWorld();
    await readText(world, '/a');
    await world.clock.advance(1);
    expect(await world.account.purge()).toBe(0);
    expect(await readText(world, '/a')).toBe('[/a 2]');
  });

  test('is not shared when its reader does not share it', async () => {
    const world = createNumberedWorld();
    await readText(world, '/a', { isShareable: false });
    expect(await readText(world, '/a')).toBe('[/a 2]');
    expect(await readText(world, '/a', { isShareable: false })).toBe('[/a 2]');
  });

  test('is not shared with its credential once that is refused', async () => {
    const refused = new Set(['/b', '/a']);
    const world = createAccountWorld((path, nth) =>
      nth > 1 && refused.has(path) ? new Response('', { status: 401 }) : new Response(`[${path} ${nth}]`),
    );
    expect(await readText(world, '/a')).toBe('[/a 1]');
    expect(await readText(world, '/b')).toBe('failure');
    expect(await readText(world, '/a')).toBe('failure');
    expect(world.calls).toEqual(['/a', '/b', '/a']);
  });

  test('is forgotten before its time when many are larger than the memory for them', async () => {
    const world = createAccountWorld(() => new Response(`[${'x'.repeat(749_998)}]`), { callsPerMinute: 100 });
    for (const path of ['/a', '/b', '/c', '/c', '/b', '/a']) await readText(world, path);
    expect(world.calls).toEqual(['/a', '/b', '/c', '/a']);
  });
});
