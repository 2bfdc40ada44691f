/** Plain data in the isolate's memory, bounded in bytes; the least recently used is dropped first. No policy. */

import { createLruMap } from '../lru-map.ts';

export interface MemoryStore<Value extends object> {
  get(name: string): Value | null;
  /** `bytes` is the value's weight, without its name's; a value heavier than the whole store is not kept. */
  put(name: string, value: Value, bytes: number): void;
  delete(name: string): void;
  /** All that is held, the least recently used first. */
  entries(): Iterable<readonly [name: string, value: Value]>;
}

/** What a place in the store takes, and the object in it, whatever they hold. */
export const placeBytes = 200;

export function createMemoryStore<Value extends object>(maxBytes: number): MemoryStore<Value> {
  const values = createLruMap<Value>(maxBytes);
  return {
    get: values.get,
    put: (name, value, bytes) => values.set(name, value, bytes + 2 * name.length + placeBytes),
    delete: values.delete,
    entries: values.entries,
  };
}
