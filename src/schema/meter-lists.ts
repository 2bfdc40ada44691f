/** Counts what the lists of an answer really hold: how long they are is known only when upstream has answered. */

import { type GraphQLField, type GraphQLSchema, getNullableType, isListType, isObjectType } from 'graphql';
import type { ResolverContext } from './context.ts';

/** Once, on the schema as it is built: every list of every type, also those that are still to come. */
export function meterLists(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      if (isListType(getNullableType(field.type))) meter(field);
    }
  }
  return schema;
}

function meter(field: GraphQLField<unknown, ResolverContext>): void {
  const { resolve } = field;
  if (resolve === undefined) return;
  const metered: typeof resolve = (source, args, context, info) => {
    const count = (value: unknown): unknown => {
      if (!Array.isArray(value)) return value;
      try {
        context.meter.countItems(info.fieldNodes, value.length);
      } catch (error) {
        forget(value);
        throw error;
      }
      return value;
    };
    const value: unknown = resolve(source, args, context, info);
    return value instanceof Promise ? value.then(count) : count(value);
  };
  // What it reads is said by a property of the resolver.
  field.resolve = Object.assign(metered, resolve);
}

/** Malformed rows are rejections already, which nobody handles when the list is refused. */
function forget(items: readonly unknown[]): void {
  for (const item of items) if (item instanceof Promise) item.catch(() => {});
}
