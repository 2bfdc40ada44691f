/** What graphql-js says of a schema that resolves an abstract type to something else than one of its object types. */

import { type GraphQLAbstractType, GraphQLError, isObjectType } from 'graphql';
import { inspect } from './inspect.ts';
import { nameOf, type PlannedField } from './place.ts';

/** `typeName`: what the schema gave in place of the name of a possible type. */
export function toWrongType(
  typeName: unknown,
  value: unknown,
  type: GraphQLAbstractType,
  field: PlannedField,
): GraphQLError {
  const mustResolve = `Abstract type "${type.name}" must resolve to an Object type at runtime for field "${nameOf(field)}"`;
  const nodes = field.fieldNodes;
  if (typeName === null || typeName === undefined) {
    return new GraphQLError(
      `${mustResolve}. Either the "${type.name}" type should provide a "resolveType" function or each possible type should provide an "isTypeOf" function.`,
      { nodes },
    );
  }
  if (isObjectType(typeName)) {
    return new GraphQLError(
      'Support for returning GraphQLObjectType from resolveType was removed in graphql-js@16.0.0 please return type name instead.',
    );
  }
  if (typeof typeName !== 'string') {
    return new GraphQLError(`${mustResolve} with value ${inspect(value)}, received "${inspect(typeName)}".`);
  }
  const named = field.operation.schema.getType(typeName);
  const resolved = `Abstract type "${type.name}" was resolved to a`;
  if (named === undefined) {
    return new GraphQLError(`${resolved} type "${typeName}" that does not exist inside the schema.`, {
      nodes,
    });
  }
  if (!isObjectType(named)) return new GraphQLError(`${resolved} non-object type "${typeName}".`, { nodes });
  return new GraphQLError(`Runtime Object type "${typeName}" is not a possible type for "${type.name}".`, {
    nodes,
  });
}
