/** From what a resolver gave to what the answer has, by the field's type: one function for each layer of the type. */

import {
  type GraphQLAbstractType,
  GraphQLError,
  type GraphQLLeafType,
  type GraphQLList,
  type GraphQLNullableType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { type Complete, completePlace, isPromise } from './execute-fields.ts';
import { NotCovered } from './not-covered.ts';
import { ItemPlace, nameOf, type Place, type PlannedField } from './place.ts';

/** Executes the selected fields of an object of this type. */
export type CompileObject = (type: GraphQLObjectType) => Complete;

/** `type`: the field's, or one within it. */
export function createCompletion(
  type: GraphQLOutputType,
  field: PlannedField,
  compileObject: CompileObject,
): Complete {
  if (!isNonNullType(type)) return createNullableCompletion(type, field, compileObject);
  const complete = createNullableCompletion(type.ofType, field, compileObject);
  return (value, place) => {
    const completed = complete(value, place);
    if (completed === null) throw new Error(`Cannot return null for non-nullable field ${nameOf(field)}.`);
    return completed;
  };
}

function createNullableCompletion(
  type: GraphQLOutputType & GraphQLNullableType,
  field: PlannedField,
  compileObject: CompileObject,
): Complete {
  const complete = createPresentCompletion(type, field, compileObject);
  return (value, place) => {
    if (value instanceof Error) throw value;
    return value === null || value === undefined ? null : complete(value, place);
  };
}

function createPresentCompletion(
  type: GraphQLOutputType & GraphQLNullableType,
  field: PlannedField,
  compileObject: CompileObject,
): Complete {
  if (isListType(type)) return createListCompletion(type, field, compileObject);
  if (isLeafType(type)) return createLeafCompletion(type);
  if (isObjectType(type)) return compileObject(type);
  return createAbstractCompletion(type, field, compileObject);
}

function createListCompletion(
  type: GraphQLList<GraphQLOutputType>,
  field: PlannedField,
  compileObject: CompileObject,
): Complete {
  const complete = createCompletion(type.ofType, field, compileObject);
  const isNullable = !isNonNullType(type.ofType);

  return (value, place) => {
    if (!isIterable(value)) {
      throw new GraphQLError(`Expected Iterable, but did not find one for field "${nameOf(field)}".`);
    }
    const items: unknown[] = [];
    let hasPromise = false;
    for (const item of value) {
      const completed = completePlace(item, new ItemPlace(place, items.length), isNullable, complete);
      if (isPromise(completed)) hasPromise = true;
      items.push(completed);
    }
    return hasPromise ? Promise.all(items) : items;
  };
}

function createLeafCompletion(type: GraphQLLeafType): Complete {
  return (value) => {
    const serialized: unknown = type.serialize(value);
    if (serialized !== null && serialized !== undefined) return serialized;
    throw new Error(`${type.name} gave no value.`);
  };
}

function createAbstractCompletion(
  type: GraphQLAbstractType,
  field: PlannedField,
  compileObject: CompileObject,
): Complete {
  const { schema } = field.operation;
  const completions = new Map(schema.getPossibleTypes(type).map((each) => [each.name, compileObject(each)]));
  const { resolveType } = type;
  if (!resolveType) throw new NotCovered();

  /** @throws Error when the schema named none of its types */
  function completeAs(typeName: unknown, value: unknown, place: Place): unknown {
    const complete = typeof typeName === 'string' ? completions.get(typeName) : undefined;
    if (complete === undefined) throw new Error(`${type.name} has no type ${typeName}.`);
    return complete(value, place);
  }

  return (value, place) => {
    const { info } = place;
    const typeName: unknown = resolveType(value, info.execution.contextValue, info, type);
    return isPromise(typeName)
      ? typeName.then((name) => completeAs(name, value, place))
      : completeAs(typeName, value, place);
  };
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Symbol.iterator in value &&
    typeof value[Symbol.iterator] === 'function'
  );
}
