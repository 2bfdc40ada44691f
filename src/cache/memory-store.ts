/** Plain data in the isolate's memory, bounded in bytes, the least recently used dropped first. */

import { LRUCache } from 'lru-cache';

export interface MemoryStore<Value extends object> {
  get(name: string): Value | null;
  /** `bytes` is what the value weighs; one that is heavier than the whole store is not kept. */
  put(name: string, value: Value, bytes: number): void;
  delete(name: string): void;
}

export function createMemoryStore<Value extends object>(maxBytes: number): MemoryStore<Value> {
  const values = new LRUCache<string, Value>({ maxSize: maxBytes, maxEntrySize: maxBytes });
  return {
    get: (name) => values.get(name) ?? null,
    put: (name, value, bytes) => void values.set(name, value, { size: Math.max(1, bytes + name.length) }),
    delete: (name) => void values.delete(name),
  };
}
