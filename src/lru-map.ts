/**
 * A map that forgets the least recently used when it is full. Its values hang together as a list, in the order of
 * their use: a `Map` alone keeps an order too, but walks over all that was taken out of it to find its first.
 */

export interface LruMap<Value> {
  /** Null when it is not held. */
  get(name: string): Value | null;
  /** `weight` is 1 when left out. What is heavier than the whole map is not kept. */
  set(name: string, value: Value, weight?: number): void;
  delete(name: string): void;
  /** The least recently used first. */
  entries(): Iterable<readonly [name: string, value: Value]>;
}

interface Held<Value> {
  readonly name: string;
  readonly value: Value;
  readonly weight: number;
  older: Held<Value> | null;
  newer: Held<Value> | null;
}

/** `maxWeight` of all values together: a count, where each weighs 1. */
export function createLruMap<Value>(maxWeight: number): LruMap<Value> {
  const map = new Map<string, Held<Value>>();
  let oldest: Held<Value> | null = null;
  let newest: Held<Value> | null = null;
  let total = 0;

  function append(held: Held<Value>): void {
    held.older = newest;
    held.newer = null;
    if (newest === null) oldest = held;
    else newest.newer = held;
    newest = held;
  }

  function unlink({ older, newer }: Held<Value>): void {
    if (older === null) oldest = newer;
    else older.newer = newer;
    if (newer === null) newest = older;
    else newer.older = older;
  }

  function forget(held: Held<Value>): void {
    unlink(held);
    map.delete(held.name);
    total -= held.weight;
  }

  function forgetByName(name: string): void {
    const held = map.get(name);
    if (held !== undefined) forget(held);
  }

  return {
    get(name) {
      const held = map.get(name);
      if (held === undefined) return null;
      if (held !== newest) {
        unlink(held);
        append(held);
      }
      return held.value;
    },
    set(name, value, weight = 1) {
      forgetByName(name);
      if (weight > maxWeight) return;
      const held = { name, value, weight, older: null, newer: null };
      map.set(name, held);
      append(held);
      total += weight;
      while (total > maxWeight && oldest !== null) forget(oldest);
    },
    delete: forgetByName,
    *entries() {
      for (let held = oldest; held !== null; held = held.newer) yield [held.name, held.value];
    },
  };
}
