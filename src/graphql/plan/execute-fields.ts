/** Runs the fields of an object. What is awaited, and in what order, is as in graphql-js: the order of errors follows from it. */

import { locatedError, responsePathAsArray } from 'graphql';
import { type Execution, FieldPlace, type Place, type PlannedField } from './place.ts';

/** Of one object type and one selection. */
export interface FieldPlan {
  readonly responseName: string;
  /** The field's value, complete, or a promise of it. @throws GraphQLError for the object, when the field may not be null */
  execute(source: unknown, execution: Execution, parent: Place | undefined): unknown;
}

/** By their names in the response. */
export type ExecutedFields = Record<string, unknown>;

/** The object, or a promise of it. @throws GraphQLError when a field that may not be null fails */
export function executeFields(
  fields: readonly FieldPlan[],
  source: unknown,
  execution: Execution,
  parent: Place | undefined,
): ExecutedFields | Promise<ExecutedFields> {
  const results: ExecutedFields = {};
  let hasPromise = false;
  try {
    for (const { responseName, execute } of fields) {
      const result = execute(source, execution, parent);
      results[responseName] = result;
      if (isPromise(result)) hasPromise = true;
    }
  } catch (error) {
    if (!hasPromise) throw error;
    // The promises of the other fields may reject as well, and somebody has to be there.
    return settleFields(results).finally(() => {
      throw error;
    });
  }
  return hasPromise ? settleFields(results) : results;
}

async function settleFields(results: ExecutedFields): Promise<ExecutedFields> {
  const values = await Promise.all(Object.values(results));
  return Object.fromEntries(Object.keys(results).map((name, index) => [name, values[index]]));
}

type Resolve = (source: unknown, execution: Execution, place: FieldPlace) => unknown;

/** A value as the answer has it, or a promise of it. @throws unknown what is wrong with it */
export type Complete = (value: unknown, place: Place) => unknown;

export function createFieldPlan(
  field: PlannedField,
  isNullable: boolean,
  resolve: Resolve,
  complete: Complete,
): FieldPlan {
  return {
    responseName: field.responseName,
    execute(source, execution, parent) {
      const place = new FieldPlace(field, execution, parent);
      let value: unknown;
      try {
        value = resolve(source, execution, place);
      } catch (error) {
        return failPlace(error, place, isNullable);
      }
      return completePlace(value, place, isNullable, complete);
    },
  };
}

/** Completes a value, or what it is a promise of; null, with an error there, when that fails. @throws GraphQLError as `failPlace` */
export function completePlace(
  value: unknown,
  place: Place,
  isNullable: boolean,
  complete: Complete,
): unknown {
  try {
    const completed = isPromise(value)
      ? value.then((resolved) => complete(resolved, place))
      : complete(value, place);
    if (!isPromise(completed)) return completed;
    return completed.then(undefined, (error: unknown) => failPlace(error, place, isNullable));
  } catch (error) {
    return failPlace(error, place, isNullable);
  }
}

/** Null, with an error there. @throws GraphQLError for the place around it, when it may not be null */
function failPlace(rawError: unknown, place: Place, isNullable: boolean): null {
  const { fieldNodes, execution } = place.info;
  const error = locatedError(rawError, fieldNodes, responsePathAsArray(place.path));
  if (!isNullable) throw error;
  execution.errors.add(error, place);
  return null;
}

export function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
