/** The arguments `first` and `after` of every connection: how they are described, checked, and what they cost. */

import type { GraphQLResolveInfo } from 'graphql';
import { InputError } from '../errors/input-error.ts';
import { defaultPageSize } from '../limits.ts';
import { builder } from './builder.ts';
import type { ResolverContext } from './context.ts';
import type { PricedRows } from './query-cost.ts';
import { findSelectedReads } from './selected-reads.ts';

export interface PageArguments {
  /** How many edges, 0 or more. */
  readonly first: number;
  /** Null to start from the first row. */
  readonly after: string | null;
}

export function createPageArguments(priced: PricedRows) {
  const args = builder.args((t) => ({
    first: t.int({
      defaultValue: defaultPageSize,
      description: `How many ${priced.rows}, from 0 to the maximum of the gateway (500 unless its operator changed it); null means ${defaultPageSize}.`,
    }),
    after: t.string({
      description: 'A cursor of this connection with the same filter: what comes after it is returned.',
    }),
  }));
  /** Takes the query cost of the rows. @throws InputError naming `first`. */
  function readPageArguments(
    { first: wished, after }: { first?: number | null | undefined; after?: string | null | undefined },
    context: ResolverContext,
    info: GraphQLResolveInfo,
  ): PageArguments {
    const first = checkFirst(wished ?? defaultPageSize, context.maxPageSize);
    context.queryCost.take({ first, reads: findSelectedReads(info), ...priced });
    return { first, after: after ?? null };
  }
  return { args, readPageArguments };
}

function checkFirst(first: number, maxPageSize: number): number {
  if (first < 0) throw new InputError('first', `must be 0 or more, but is ${first}`);
  if (first > maxPageSize) throw new InputError('first', `must be at most ${maxPageSize}, but is ${first}`);
  return first;
}
