/**
 * The price of what upstream gives one by one: results and errors of listed sessions. Taken before anything
 * is read, so that a query that cannot be answered whole costs nothing.
 */

import { InputError } from '../errors/input-error.ts';

export interface DetailAllowance {
  /** Takes the price of a list of `first` sessions. @throws InputError naming `first`. */
  take(first: number, readsPerSession: number): void;
}

/** `max` reads for the whole request, over all its lists. */
export function createDetailAllowance(max: number): DetailAllowance {
  let left = max;
  return {
    take(first, readsPerSession) {
      const price = first * readsPerSession;
      if (price > left) throw new InputError('first', explain({ first, readsPerSession, left, max }));
      left -= price;
    },
  };
}

interface Refusal {
  readonly first: number;
  readonly readsPerSession: number;
  readonly left: number;
  readonly max: number;
}

function explain({ first, readsPerSession, left, max }: Refusal): string {
  const affordable = Math.floor(left / readsPerSession);
  const taken = left === max ? '' : `, of which other fields of this request take ${max - left}`;
  const advice =
    affordable === 0
      ? 'leave them out here, or ask for them in a request of their own'
      : `ask for at most ${affordable}`;
  return (
    `with results or errors (beyond their id), ${first} sessions need ${first * readsPerSession} reads one by one; ` +
    `a request may make ${max}${taken}: ${advice}, or for single sessions with testSession(id:)`
  );
}
