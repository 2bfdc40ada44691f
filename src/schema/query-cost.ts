/** The query cost: reads one by one that the lists of a request need, derived from what is selected by the schema's types, and known before anything is read, so that a query that cannot be answered whole costs nothing upstream. Pure. */

import { InputError } from '../errors/input-error.ts';
import type { ReadKind } from './lazy-field.ts';
import type { SelectedReads } from './selected-reads.ts';

/** What rows cost, whichever are listed. */
export interface PricedRows {
  /** The word for the rows, such as `sessions`. */
  readonly rows: string;
  /** What the rows come with: such reads cost nothing. */
  readonly comesWith: ReadKind;
  /** The field that gives a single row; null when there is none. */
  readonly singly: string | null;
}

interface PricedList extends PricedRows {
  readonly first: number;
  /** What is selected on each row. */
  readonly reads: SelectedReads;
}

export interface QueryCostLimit {
  /**
   * Takes the cost of one list from what the request has left, before it is read. What is one for each item of a list
   * within whose length nobody knows yet is taken when that is read. @throws InputError naming `first`.
   */
  take(list: PricedList): void;
}

/** `max` reads for the whole request, over all its lists. */
export function createQueryCostLimit(max: number): QueryCostLimit {
  let left = max;
  return {
    take(list) {
      const reads = list.reads.filter(({ kind, isOwn }) => !isOwn || kind !== list.comesWith);
      const cost = list.first * sum(reads);
      if (cost > left) throw new InputError('first', explain({ ...list, reads }, cost, left, max));
      left -= list.first * sum(reads.filter(({ isOpen }) => !isOpen));
    },
  };
}

/** Of one row. */
function sum(reads: SelectedReads): number {
  return reads.reduce((total, { times }) => total + times, 0);
}

function explain(list: PricedList, cost: number, left: number, max: number): string {
  const fields = [...new Set(list.reads.map(({ field }) => field))];
  const affordable = Math.floor(left / sum(list.reads));
  const taken = left === max ? '' : `, of which other fields of this request take ${max - left}`;
  const advice =
    affordable === 0
      ? 'leave them out here, or ask for them in a request of their own'
      : `ask for at most ${affordable}`;
  const alternative = list.singly === null ? '' : `, or for single ${list.rows} with ${list.singly}`;
  return (
    `with ${fields.join(' and ')}, ${list.first} ${list.rows} cost ${cost} reads one by one; ` +
    `a request may make ${max}${taken}: ${advice}${alternative}`
  );
}
