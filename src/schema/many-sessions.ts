/** Root fields that look at many sessions and answer lists of some: their price, and `first` of the lists within. */

import { getArgumentValues, getNamedType } from 'graphql';
import { defaultPageSize, maxUpstreamPageSize, maxWalkedPages, maxWalkedSessions } from '../limits.ts';
import { builder } from './builder.ts';
import { checkFirst } from './connection.ts';
import type { ResolverContext } from './context.ts';
import { applied, cost, listSize, semanticNonNull } from './directives.ts';
import { findFields, findSelectedReads, type SelectionInfo } from './selected-reads.ts';

/** For the field's `extensions`. `sized`: the list within that is as long as the field's own `first`. */
export function walkCost(sized: string | null = null) {
  const slicing = { slicingArguments: ['first'], requireOneSlicingArgument: false };
  const sizes = sized === null ? [] : [listSize({ ...slicing, sizedFields: [sized] })];
  const price = cost(maxWalkedSessions / maxUpstreamPageSize);
  const { comesWith } = pricedSessions;
  return { ...applied(semanticNonNull(), price, ...sizes), upstreamCalls: maxWalkedPages, comesWith };
}

/** For the `extensions` of a list with `first`. */
export const sizedByFirst = applied(
  listSize({ slicingArguments: ['first'], requireOneSlicingArgument: false }),
);

/** `rows`: the word for what is listed. */
export function firstArguments(rows: string) {
  return builder.args((t) => ({
    first: t.int({
      defaultValue: defaultPageSize,
      description: `How many ${rows} at most, from 0 to the maximum of the gateway (500 unless its operator changed it); null means ${defaultPageSize}.`,
    }),
  }));
}

/** @throws InputError naming `first`. */
export function readFirst(first: number | null | undefined, { maxPageSize }: ResolverContext): number {
  return checkFirst(first ?? defaultPageSize, maxPageSize);
}

/**
 * Takes the query cost of the sessions in all lists below a root field, before anything is read; `rows` of its own
 * list. @throws InputError naming `first`: of any of the lists
 */
export function takeSessionCost(context: ResolverContext, info: SelectionInfo, rows = 1): void {
  for (const { field, node } of findFields(info)) {
    const isSized = field.args.some(({ name }) => name === 'first');
    const { first } = isSized ? getArgumentValues(field, node, info.variableValues) : {};
    const count = isSized ? rows * readFirst(typeof first === 'number' ? first : null, context) : rows;
    const { schema, fragments, variableValues } = info;
    const within = { schema, fragments, variableValues, fieldNodes: [node], returnType: field.type };
    if (getNamedType(field.type).name === 'TestSession')
      context.queryCost.take({ ...pricedSessions, first: count, reads: findSelectedReads(within) });
    else takeSessionCost(context, within, count);
  }
}

/**
 * Takes the query cost of what lists within sessions that are looked up by id need; the sessions themselves are no
 * list. @throws InputError naming `first`
 */
export function takeLookUpCost(context: ResolverContext, info: SelectionInfo, sessions = 1): void {
  const reads = findSelectedReads(info).filter(({ isOwn }) => !isOwn);
  if (reads.length > 0) context.queryCost.take({ ...pricedSessions, singly: null, first: sessions, reads });
}

const pricedSessions = { rows: 'sessions', comesWith: 'summary', singly: 'testSession(id:)' } as const;
