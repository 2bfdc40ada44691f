/**
 * Reads a value by its route where one call does not do: in a smaller piece where an answer is too large, and past
 * answers that hold nothing though more follows. Both are bounded.
 */

import { toUnitText } from '../domain/resource.ts';
import type { Received } from '../domain/upstream.ts';
import { isBudgetSpent, isTooLarge, UpstreamError } from '../errors/upstream-error.ts';
import { maxEmptyPages } from '../limits.ts';
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
  /** By resource: how many pieces there are from the smallest up to the one that upstream's answers fit in. */
  const knownPieces = new Map<string, number>();

  async function readFitting<Key, Value>(
    route: Route<Key, Value>,
    key: Key,
    readKey: ReadKey<Key, Value>,
  ): Promise<Received<Value>> {
    const { name } = route.resource;
    const pieces = piecesOf(route, key);
    const known = knownPieces.get(name) ?? Number.POSITIVE_INFINITY;
    for (let count = Math.min(known, pieces.length); ; count -= 1) {
      try {
        const received = await readKey(pieces.at(-count) ?? key);
        // A key that is small itself, such as a cursor's, tells nothing of what larger ones need.
        if (count < pieces.length) knownPieces.set(name, Math.min(count, known));
        return received;
      } catch (error) {
        if (!isTooLarge(error) || count === 1) throw error;
      }
    }
  }

  return {
    async read(route, key, readKey) {
      let received = await readFitting(route, key, readKey);
      if (route.toFollowing === undefined) return received;
      const { fetchedAt } = received;
      const seen = new Set([toUnitText(route.resource, key)]);
      for (let empty = 1; ; empty += 1) {
        const following = route.toFollowing(key, received.value);
        // Where it leads back, whoever reads on page by page knows another way.
        if (following === null || seen.has(toUnitText(route.resource, following)))
          return { ...received, fetchedAt };
        if (empty > maxEmptyPages) throw endless();
        seen.add(toUnitText(route.resource, following));
        try {
          received = await readFitting(route, following, readKey);
        } catch (error) {
          // The calls went into answers without a row, which is not for the reader to mend.
          throw isBudgetSpent(error) ? endless() : error;
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

function endless(): UpstreamError {
  const problem = 'its pages are empty and their tokens do not end';
  return new UpstreamError({ kind: 'invalid-response', problem });
}
