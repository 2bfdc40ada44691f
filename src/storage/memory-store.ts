/** Plain data in the isolate's memory, bounded in bytes; the least recently used is dropped first. No policy. */

import { LRUCache } from 'lru-cache';

export interface MemoryStore<Value extends object> {
  get(name: string): Value | null;
  /** `bytes` is the value's weight, without its name's; a value heavier than the whole store is not kept. */
  put(name: string, value: Value, bytes: number): void;
  delete(name: string): void;
  /** All that is held, the most recently used first. */
  entries(): Iterable<readonly [name: string, value: Value]>;
}

/** What a place in the store takes, and the object in it, whatever they hold. */
export const placeBytes = 200;

export function createMemoryStore<Value extends object>(maxBytes: number): MemoryStore<Value> {
  const values = new LRUCache<string, Value>({ maxSize: maxBytes, maxEntrySize: maxBytes });
  return {
    get: (name) => values.get(name) ?? null,
    put: (name, value, bytes) => void values.set(name, value, { size: bytes + 2 * name.length + placeBytes }),
    delete: (name) => void values.delete(name),
    entries: () => values.entries(),
  };
}
