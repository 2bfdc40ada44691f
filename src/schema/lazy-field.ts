/**
 * Resolvers whose value may take a read of its own upstream. They say what they read, and the query cost is
 * derived from that: a field cannot read lazily without a cost. Nothing else in the schema calls a loader's `load`.
 */

import type { GraphQLField } from 'graphql';
import type { Loaders } from '../loaders/loaders.ts';
import type { ResolverContext } from './context.ts';

/** What one read upstream gives: a session's detail, a session's list entry, or an error group. */
export type ReadKind = 'detail' | 'summary' | 'errorGroup';

export interface LazyResolver<Source, Value> {
  (source: Source, args: object, context: ResolverContext): Value | Promise<Value>;
  readonly reads: ReadKind;
}

/**
 * Makes the resolvers of one kind of read.
 * @param find gives what the source already holds, without a loader, else asks one
 */
export function readLazily<Source, Found>(
  reads: ReadKind,
  find: (source: Source, loaders: () => Loaders) => Found | Promise<Found>,
) {
  return <Value>(read: (found: Found) => Value): LazyResolver<Source, Value> => {
    const resolve = (source: Source, _args: object, context: ResolverContext): Value | Promise<Value> => {
      const found = find(source, () => context.loaders());
      return found instanceof Promise ? found.then(read) : read(found);
    };
    return Object.assign(resolve, { reads });
  };
}

/** Null for a field whose value comes with its parent. */
export function readsOf({ resolve }: GraphQLField<unknown, unknown>): ReadKind | null {
  return resolve !== undefined && isLazy(resolve) ? resolve.reads : null;
}

function isLazy(resolve: object): resolve is { readonly reads: ReadKind } {
  return 'reads' in resolve;
}
