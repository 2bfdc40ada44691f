/** What the schema says of one field's cost: its sizes, its weight and its calls. Pure. */

import { type GraphQLField, getNullableType, isListType } from 'graphql';
import type { ReadKind } from '../schema/lazy-field.ts';

export type Field = GraphQLField<unknown, unknown>;
type Argument = Field['args'][number];

/** Lists of introspection, as long as the schema's are on average. Others: see `assumedListLength`. */
export const introspectionLists = new Map([
  ['types', 60],
  ['fields', 8],
  ['args', 1],
  ['inputFields', 1],
  ['enumValues', 1],
  ['interfaces', 1],
  ['possibleTypes', 1],
  ['directives', 8],
  ['locations', 4],
]);

export function firstOf({ args }: Field): Argument | undefined {
  return args.find(({ name }) => name === 'first');
}

/** The argument that says, item by item, what a list holds, such as `ids`. */
export function idsOf({ type, args }: Field): Argument | undefined {
  if (!isListType(getNullableType(type))) return undefined;
  return args.find((argument) => isListType(getNullableType(argument.type)));
}

/** 1, unless the field says that it weighs more: a text that is longer than what an answer holds otherwise. */
export function priceOf({ extensions }: Field): number {
  return typeof extensions.weight === 'number' ? extensions.weight : 1;
}

/** Calls that the field says it may need, whatever is asked; null where its rows and ids tell. */
export function callsOf(field: Field | undefined): number | null {
  const calls: unknown = field?.extensions.upstreamCalls;
  return typeof calls === 'number' ? calls : null;
}

/** What the rows of a root field are read with; what is looked up by its id, with its detail. */
export function comesWith(field: Field | undefined): unknown {
  return field?.extensions.comesWith ?? ('detail' satisfies ReadKind);
}

/** A root field with arguments reads something; those of introspection and `_service` do not. */
export function isReading(field: Field | undefined): boolean {
  return field !== undefined && field.args.length > 0 && !field.name.startsWith('__');
}
