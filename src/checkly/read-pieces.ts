/** Reads a value by its route where one call does not do: in a smaller piece where an answer is too large. */

import type { Received } from '../domain/upstream.ts';
import { isTooLarge } from '../errors/upstream-error.ts';
import type { Route } from './route.ts';

type ReadKey<Key, Value> = (key: Key) => Promise<Received<Value>>;

/** For one request: what had to be made smaller is asked for in that size from then on. */
export interface PieceReader {
  /** @throws UpstreamError */
  read<Key, Value>(
    route: Route<Key, Value>,
    key: Key,
    readKey: ReadKey<Key, Value>,
  ): Promise<Received<Value>>;
}

export function createPieceReader(): PieceReader {
  /** By resource: the steps down to the size that upstream's answers fit in. */
  const knownSteps = new Map<string, number>();

  return {
    async read(route, key, readKey) {
      const { name } = route.resource;
      const pieces = piecesOf(route, key);
      for (let step = Math.min(knownSteps.get(name) ?? 0, pieces.length - 1); ; step += 1) {
        const piece = pieces[step] ?? key;
        try {
          const received = await readKey(piece);
          knownSteps.set(name, Math.max(step, knownSteps.get(name) ?? 0));
          return received;
        } catch (error) {
          if (!isTooLarge(error) || step + 1 >= pieces.length) throw error;
        }
      }
    },
  };
}

/** The key, and what is asked for in its place, each smaller than the one before. */
function piecesOf<Key, Value>({ toSmaller }: Route<Key, Value>, key: Key): readonly Key[] {
  const pieces = [key];
  for (let smaller = toSmaller?.(key) ?? null; smaller !== null; smaller = toSmaller?.(smaller) ?? null) {
    pieces.push(smaller);
  }
  return pieces;
}
