/**
 * A map that forgets the least recently used when it is full. A `Map` keeps the order of insertion, so that what is
 * used is taken out and put in again, and the first is the one to forget.
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
  readonly value: Value;
  readonly weight: number;
}

/** `maxWeight` of all values together: a count, where each weighs 1. */
export function createLruMap<Value>(maxWeight: number): LruMap<Value> {
  const map = new Map<string, Held<Value>>();
  let total = 0;

  function take(name: string): Held<Value> | null {
    const held = map.get(name);
    if (held === undefined) return null;
    map.delete(name);
    total -= held.weight;
    return held;
  }

  function put(name: string, held: Held<Value>): void {
    map.set(name, held);
    total += held.weight;
  }

  return {
    get(name) {
      const held = take(name);
      if (held === null) return null;
      put(name, held);
      return held.value;
    },
    set(name, value, weight = 1) {
      take(name);
      if (weight > maxWeight) return;
      put(name, { value, weight });
      for (const oldest of map.keys()) {
        if (total <= maxWeight) return;
        take(oldest);
      }
    },
    delete: (name) => void take(name),
    *entries() {
      for (const [name, { value }] of map) yield [name, value];
    },
  };
}
