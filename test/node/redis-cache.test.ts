/** Entries in a Redis: what is sent to it, and what happens when it fails. */

import { expect, test } from 'vitest';
import { createRedisCache } from '../../src/node/redis-cache.ts';
import { createEdgeStore } from '../../src/storage/edge-store.ts';

function createWorld(get: () => Promise<string | null> = async () => null) {
  const sent: unknown[] = [];
  const lines: unknown[] = [];
  const time = { now: 1_000, slept: [] as number[], wake: () => {} };
  const host = {
    now: () => time.now,
    sleep: (ms: number) => {
      time.slept.push(ms);
      return new Promise<void>((resolve) => {
        time.wake = resolve;
      });
    },
    log: (line: unknown) => void lines.push(line),
  };
  const commands = {
    get: (key: string) => {
      sent.push(['get', key]);
      return get();
    },
    set: async (...args: unknown[]) => void sent.push(['set', ...args]),
  };
  const store = createEdgeStore(createRedisCache(host, commands), {
    spendCall: () => true,
    withConnection: (call) => call(),
  });
  return { store, sent, lines, time };
}

test('an entry is sent with its time to live in whole seconds, under its own name', async () => {
  const { store, sent } = createWorld();
  await store.put('entry/4/partition/hash', { a: 1 }, 9.2);
  expect(sent).toEqual([['set', 'checkly-gateway:entry/4/partition/hash', '{"a":1}', 10]]);
});

test('what is found is the value and its length', async () => {
  const { store, sent } = createWorld(async () => '{"a":1}');
  expect(await store.get('entry/4/partition/hash')).toEqual({ value: { a: 1 }, length: 7 });
  expect(sent).toEqual([['get', 'checkly-gateway:entry/4/partition/hash']]);
});

test('nothing found is a miss, and so is what is no JSON', async () => {
  expect(await createWorld().store.get('x')).toBeNull();
  expect(await createWorld(async () => '{').store.get('x')).toBeNull();
});

test('an entry is stored up to a million characters, and not one past it', async () => {
  const { store, sent } = createWorld();
  await store.put('x', 'a'.repeat(1024 * 1024 - 2), 10);
  await store.put('y', 'a'.repeat(1024 * 1024 - 1), 10);
  expect(sent.map((command) => Array.isArray(command) && command[1])).toEqual(['checkly-gateway:x']);
});

test('a failure is a miss, is told once, and Redis is left alone for a second', async () => {
  const { store, sent, lines, time } = createWorld(() => Promise.reject(new Error('The client is closed')));
  expect(await store.get('x')).toBeNull();
  expect(await store.get('x')).toBeNull();
  await store.put('x', 1, 10);
  expect(sent).toHaveLength(1);
  expect(lines).toEqual([
    { level: 'warn', message: 'Redis cannot be used.', error: 'Error: The client is closed' },
  ]);
  time.now += 999;
  await store.get('x');
  expect(sent).toHaveLength(1);
  time.now += 1;
  await store.get('x');
  expect(sent).toHaveLength(2);
});

test('an answer that does not come within a quarter of a second is a miss', async () => {
  const { store, time, lines } = createWorld(() => new Promise(() => {}));
  const reading = store.get('x');
  await Promise.resolve();
  time.wake();
  expect([await reading, time.slept]).toEqual([null, [250]]);
  expect(lines).toMatchObject([{ error: 'Error: Redis did not answer within 250 ms.' }]);
});
