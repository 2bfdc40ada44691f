/** Where one reader's entries are kept: weighed in memory, under addresses of a fixed length at the edge. */

import { expect, test } from 'vitest';
import type { CacheEntry } from '../../src/cache/entry.ts';
import { createEntryStore } from '../../src/cache/entry-store.ts';
import { createEdgeStore } from '../../src/storage/edge-store.ts';
import { createMemoryStore, placeBytes } from '../../src/storage/memory-store.ts';
import { createFakeEdgeCache, unlimited } from '../support/edge-cache.ts';

const entryOf = (value: unknown, fetchedAt = 0): CacheEntry => ({
  value,
  fetchedAt,
  freshness: 'head',
  freshForMs: 10_000,
  precededBy: null,
});

const units = (count: number) => Array.from({ length: count }, (_, i) => String(i));

function openStore(memoryBytes: number) {
  const edge = createEdgeStore(
    createFakeEdgeCache(() => 0),
    unlimited,
  );
  return createEntryStore('p', createMemoryStore<CacheEntry>(memoryBytes), edge);
}

test('an entry weighs in memory what it is said to weigh, and no more is held than may be', () => {
  const store = openStore(3 * (298 + placeBytes + 2 * 'p/0'.length));
  for (const unit of units(10)) store.toMemory(unit, entryOf('x'), 298);
  const isHeld = units(10).map((unit) => store.fromMemory(unit) !== null);
  expect(isHeld).toEqual([...Array(7).fill(false), true, true, true]);
});

test('an entry from the edge weighs two bytes for each character of its JSON text', async () => {
  const entry = entryOf('x'.repeat(200));
  const bytes = 2 * JSON.stringify(entry).length + 2 * 'p/0'.length + placeBytes;
  for (const [memoryBytes, held] of [
    [2 * bytes, 2],
    [2 * bytes - 1, 1],
  ] as const) {
    const store = openStore(memoryBytes);
    for (const unit of units(2)) await store.toEdge(unit, entry, 60_000);
    for (const unit of units(2)) expect(await store.fromEdge(unit)).toEqual(entry);
    expect(units(2).filter((unit) => store.fromMemory(unit) !== null)).toHaveLength(held);
  }
});

test('an entry of nothing weighs something', () => {
  const store = openStore(2 * (placeBytes + 2 * 'p/98'.length));
  for (let i = 0; i < 1_000; i += 1) store.toMemory(String(i % 100), entryOf(undefined), 0);
  const held = units(100).filter((unit) => store.fromMemory(unit) !== null);
  expect(held).toEqual(['98', '99']);
});

test('an entry in memory gives way to one fetched with it or later, and to none fetched earlier', () => {
  const store = openStore(1_000);
  for (const [name, fetchedAt] of [
    ['first', 10],
    ['of the same time', 10],
    ['earlier', 9],
  ] as const) {
    store.toMemory('unit', entryOf(name, fetchedAt), 1);
  }
  expect(store.fromMemory('unit')?.value).toBe('of the same time');
  store.toMemory('unit', entryOf('later', 11), 1);
  expect(store.fromMemory('unit')?.value).toBe('later');
});

test('an earlier entry from the edge leaves the later one in memory', async () => {
  const store = openStore(1_000);
  await store.toEdge('unit', entryOf('earlier', 9), 60_000);
  store.toMemory('unit', entryOf('later', 10), 1);
  expect((await store.fromEdge('unit'))?.value).toBe('earlier');
  expect(store.fromMemory('unit')?.value).toBe('later');
});

test('what is put into the edge is not in memory, nor the other way round', async () => {
  const store = openStore(1_000);
  await store.toEdge('a', entryOf('edge'), 60_000);
  store.toMemory('b', entryOf('memory'), 1);
  expect([store.fromMemory('a'), await store.fromEdge('b')]).toEqual([null, null]);
});

test('two partitions over the same stores do not see each other’s entries', async () => {
  const memory = createMemoryStore<CacheEntry>(1_000);
  const edge = createEdgeStore(
    createFakeEdgeCache(() => 0),
    unlimited,
  );
  const [one, other] = ['one', 'other'].map((partition) => createEntryStore(partition, memory, edge));
  one?.toMemory('unit', entryOf('memory'), 1);
  await one?.toEdge('unit', entryOf('edge'), 60_000);
  expect([other?.fromMemory('unit'), await other?.fromEdge('unit')]).toEqual([null, null]);
});

test('an entry has an address of fixed length, of this format alone: older ones are not even looked for', async () => {
  const asked: string[] = [];
  const match = async (url: string) => {
    asked.push(url);
    return undefined;
  };
  const put = async (url: string) => void asked.push(url);
  const edge = createEdgeStore({ match, put }, unlimited);
  const store = createEntryStore('partition', createMemoryStore<CacheEntry>(1_000), edge);
  const unit = 'a reader’s words '.repeat(1_000);
  await store.fromEdge(unit);
  await store.toEdge(unit, entryOf('x'), 60_000);
  expect(asked[0]).toMatch(/^https:\/\/entries\.gateway\.invalid\/entry\/4\/partition\/[0-9a-f]{64}$/);
  expect(asked[1]).toBe(asked[0]);
});
