// Repeatable randomness: the same seed always makes the same sessions. No Math.random, no clock.

export interface Random {
  /** From 0 (included) to 1 (not included). */
  next(): number;
  /** A whole number from `min` to `max`, both included. */
  integer(min: number, max: number): number;
  /** True with the given probability, 0 to 1. */
  chance(probability: number): boolean;
  /** One of the list. @throws when the list is empty. */
  pick<T>(list: readonly T[]): T;
  /** One of the values, by the weights before them. */
  pickWeighted<T>(choices: readonly (readonly [weight: number, value: T])[]): T;
  /** Lower-case hexadecimal digits. */
  hex(digits: number): string;
  /** A UUID of version 4 in form. */
  uuid(): string;
}

/** mulberry32: 32 bits of state, good enough to look lifelike and fast enough for thousands of sessions. */
export function createRandom(seed: number): Random {
  let state = seed | 0;
  const word = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const next = () => word() / 0x1_0000_0000;
  const hex = (digits: number) => {
    let text = '';
    while (text.length < digits) text += word().toString(16).padStart(8, '0');
    return text.slice(0, digits);
  };
  return {
    next,
    integer: (min, max) => min + Math.floor(next() * (max - min + 1)),
    chance: (probability) => next() < probability,
    pick(list) {
      const value = list[Math.floor(next() * list.length)];
      if (value === undefined) throw new Error('pick needs a list with entries, but got an empty one.');
      return value;
    },
    pickWeighted(choices) {
      let left = next() * choices.reduce((sum, [weight]) => sum + weight, 0);
      for (const [weight, value] of choices) {
        left -= weight;
        if (left < 0) return value;
      }
      throw new Error('pickWeighted needs at least one weight above 0.');
    },
    hex,
    uuid() {
      const digits = hex(32);
      const variant = '89ab'[Number.parseInt(digits.slice(16, 17), 16) % 4];
      return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20)}`;
    },
  };
}

/** FNV-1a over UTF-16 units, 32 bits, never negative: a cheap fingerprint, not a secret. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}
