/** How many of a session's results are given, and what is read of each. */

import type { GraphQLResolveInfo } from 'graphql';
import { assumedListLength } from '../limits.ts';
import { builder } from './builder.ts';
import { checkFirst } from './connection.ts';
import type { ResolverContext } from './context.ts';
import { listSize } from './directives.ts';
import { findSelectedReads } from './selected-reads.ts';

export interface ResultArguments {
  readonly first?: number | null | undefined;
}

export const resultArguments = builder.args((t) => ({
  first: t.int({
    description:
      'How many at most, the first of them; all when left out or null. With it, what is read of each is known before anything is.',
  }),
}));

/** How a router knows the length of the list. */
export const sizeResults = listSize({
  assumedSize: assumedListLength,
  slicingArguments: ['first'],
  requireOneSlicingArgument: false,
});

/**
 * The rows that are asked for. What `first` says is paid for before the session is read; without it, what is read of
 * each result is taken here, when their number is known. @throws InputError naming `first`
 */
export function takeResults<Row>(
  rows: readonly Row[],
  first: ResultArguments['first'],
  context: ResolverContext,
  info: GraphQLResolveInfo,
): readonly Row[] {
  if (typeof first === 'number') return rows.slice(0, checkFirst(first, context.maxPageSize));
  const reads = findSelectedReads(info).filter(({ isOwn }) => !isOwn);
  if (reads.length > 0) context.queryCost.take({ ...pricedResults, first: rows.length, reads });
  return rows;
}

const pricedResults = { rows: 'results', comesWith: 'detail', singly: 'testSessionResult' } as const;
