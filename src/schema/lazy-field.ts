/** Fields whose value is one more read upstream: each says which, so that the query cost follows from what is selected. */

import type { GraphQLField, GraphQLResolveInfo } from 'graphql';
import type { Loaders } from '../loaders/loaders.ts';
import type { ResolverContext } from './context.ts';

/** What one read upstream gives: a session's detail or list entry, an error group, its sessions, a result in depth or its assets. */
export type ReadKind = 'detail' | 'summary' | 'errorGroup' | 'sessions' | 'result' | 'assets';

/** Whether a request's calls tell of it beforehand; a session's details and its errors have a limit of their own. */
export function isCountedRead(kind: ReadKind): boolean {
  return kind === 'result' || kind === 'assets' || kind === 'sessions';
}

/** Null beyond the errors that an answer has: fields that read are nullable. */
export interface LazyResolver<Source, Value, Args> {
  (
    source: Source,
    args: Args,
    context: ResolverContext,
    info: GraphQLResolveInfo,
  ): Value | Promise<Value | null>;
  readonly reads: ReadKind;
}

/**
 * Makes the resolvers of one kind of read.
 * @param find gives what the source already holds, without a loader, else asks one
 */
export function readLazily<Source, Found, Args = object>(
  reads: ReadKind,
  find: (source: Source, loaders: () => Loaders, args: Args) => Found | Promise<Found>,
) {
  return <Value, Asked extends Args = Args>(
    read: (found: Found, args: Asked, context: ResolverContext, info: GraphQLResolveInfo) => Value,
  ): LazyResolver<Source, Value, Asked> => {
    const resolve = (
      source: Source,
      args: Asked,
      context: ResolverContext,
      info: GraphQLResolveInfo,
    ): Value | Promise<Value | null> => {
      const found = find(source, () => context.loaders(), args);
      if (!(found instanceof Promise)) return read(found, args, context, info);
      return found.then(
        (value) => read(value, args, context, info),
        (error: unknown) => context.meter.fail(error),
      );
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
