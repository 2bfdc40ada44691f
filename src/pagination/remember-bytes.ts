/** Hashes are made once for what is asked again and again. */

import { createLruMap } from '../lru-map.ts';

/** The bytes that `make` makes of what `name` stands for. */
export type RememberBytes = (name: string, make: () => Uint8Array) => Uint8Array;

/** What a place in the map takes, whatever it holds. */
const placeBytes = 200;

/** Holds `maxBytes` at most: the least recently used are forgotten. */
export function createByteMemory(maxBytes: number): RememberBytes {
  const known = createLruMap<Uint8Array>(maxBytes);
  return (name, make) => {
    const found = known.get(name);
    if (found !== null) return found;
    const made = make();
    known.set(name, made, 2 * name.length + made.length + placeBytes);
    return made;
  };
}
