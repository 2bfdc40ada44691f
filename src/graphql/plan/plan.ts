/**
 * A second executor of queries, for those that are asked again and again.
 *
 * graphql-js walks the document anew for each object of an answer: it collects the selected fields, looks up their
 * definitions and types, coerces arguments, and describes every field to its resolver, in case one reads it. All but
 * the values is the same each time. So a plan does it once: `compileQuery` turns a validated query into a tree of
 * functions, one that resolves and completes each field, which hold all that the document and the schema tell.
 * `executeQuery` runs them over the values.
 *
 * `@skip` and `@include` may make the selection depend on variables. A plan is made for their values: see `plans.ts`.
 *
 * The answer is the same to the byte as graphql-js's, the order of errors included, which depends on the order in
 * which promises settle: the functions await what graphql-js awaits, and in the same order. A property test compares
 * the two. What a plan does not cover has none, and goes through graphql-js: subscriptions, introspection, other
 * directives, types that are told apart by `isTypeOf`, and a query with more fields than a plan may hold. Only where
 * the schema itself is at fault (a scalar that serializes to nothing, a type that does not exist) the words differ.
 */

import {
  type DocumentNode,
  type ExecutionResult,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  locatedError,
} from 'graphql';
import { maxPlanFields } from '../../limits.ts';
import { createCollectedErrors } from './collected-errors.ts';
import { compileFields } from './compile-fields.ts';
import { type ExecutedFields, executeFields, type FieldPlan } from './execute-fields.ts';
import { NotCovered } from './not-covered.ts';

export interface CompiledQuery {
  readonly fields: readonly FieldPlan[];
  /** Those of all levels. */
  readonly fieldCount: number;
}

/** Coerced, as `getVariableValues` of graphql-js does it. */
type Variables = Readonly<Record<string, unknown>>;

/**
 * For a valid document. Null for what a plan does not cover.
 * @param variables of which only those in `@skip` and `@include` are read
 */
export function compileQuery(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null,
  variables: Variables,
): CompiledQuery | null {
  const node = getOperationAST(document, operationName);
  const type = schema.getQueryType();
  if (node?.operation !== 'query' || !type) return null;
  const fragments = readFragments(document);
  const compilation = {
    operation: { schema, fragments, node },
    variableValues: variables,
    fieldsLeft: maxPlanFields,
  };
  try {
    const fields = compileFields(compilation, type, [node.selectionSet]);
    return { fields, fieldCount: maxPlanFields - compilation.fieldsLeft };
  } catch (error) {
    // graphql-js says what is wrong with a condition, at its place.
    if (error instanceof NotCovered || error instanceof GraphQLError) return null;
    throw error;
  }
}

/** Never rejects. */
export function executeQuery(
  { fields }: CompiledQuery,
  contextValue: unknown,
  variableValues: Variables,
): ExecutionResult | Promise<ExecutionResult> {
  const errors = createCollectedErrors();
  const toResult = (data: ExecutedFields | null): ExecutionResult =>
    errors.all.length === 0 ? { data } : { errors: errors.all, data };
  const toFailure = (error: unknown): ExecutionResult => {
    errors.add(locatedError(error, undefined), undefined);
    return toResult(null);
  };
  try {
    const data = executeFields(fields, undefined, { contextValue, variableValues, errors }, undefined);
    return data instanceof Promise ? data.then(toResult, toFailure) : toResult(data);
  } catch (error) {
    return toFailure(error);
  }
}

function readFragments({ definitions }: DocumentNode): Record<string, FragmentDefinitionNode> {
  const fragments = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return Object.fromEntries(fragments.map((fragment) => [fragment.name.value, fragment]));
}
