/** From the selections of an object type to the functions that resolve and complete its fields, and theirs. */

import {
  defaultFieldResolver,
  type FieldNode,
  type GraphQLObjectType,
  getArgumentValues,
  isNonNullType,
  Kind,
  type SelectionSetNode,
  TypeNameMetaFieldDef,
} from 'graphql';
import { covers, isIncluded } from '../../schema/selection.ts';
import { createCompletion } from './complete-value.ts';
import { createFieldPlan, executeFields, type FieldPlan } from './execute-fields.ts';
import { NotCovered } from './not-covered.ts';
import type { PlannedField, PlannedOperation } from './place.ts';

/** What is compiled, and how far it has come. */
export interface Compilation {
  readonly operation: PlannedOperation;
  /** Those that decide what is selected. */
  readonly variableValues: Readonly<Record<string, unknown>>;
  fieldsLeft: number;
}

/** @throws NotCovered; GraphQLError for a directive with a wrong argument */
export function compileFields(
  compilation: Compilation,
  type: GraphQLObjectType,
  selectionSets: readonly SelectionSetNode[],
): readonly FieldPlan[] {
  if (type.isTypeOf) throw new NotCovered();
  const fields = collectFields(compilation, type, selectionSets);
  return [...fields].map(([responseName, fieldNodes]) =>
    compileField(compilation, type, responseName, fieldNodes),
  );
}

const noArguments: Readonly<Record<string, unknown>> = Object.freeze({});

function compileField(
  compilation: Compilation,
  parentType: GraphQLObjectType,
  responseName: string,
  fieldNodes: readonly FieldNode[],
): FieldPlan {
  compilation.fieldsLeft -= 1;
  if (compilation.fieldsLeft < 0) throw new NotCovered();
  // It would set the prototype of the object.
  if (responseName === '__proto__') throw new NotCovered();
  const [node] = fieldNodes;
  const fieldName = node?.name.value ?? '';
  const definition =
    fieldName === TypeNameMetaFieldDef.name ? TypeNameMetaFieldDef : parentType.getFields()[fieldName];
  if (node === undefined || definition === undefined) throw new NotCovered();
  const { type, args, resolve = defaultFieldResolver } = definition;
  const field: PlannedField = {
    responseName,
    fieldName,
    fieldNodes,
    returnType: type,
    parentType,
    operation: compilation.operation,
  };
  const complete = createCompletion(type, field, (objectType) => {
    const selectionSets = fieldNodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    const fields = compileFields(compilation, objectType, selectionSets);
    return (source, place) => executeFields(fields, source, place.info.execution, place);
  });
  return createFieldPlan(
    field,
    !isNonNullType(type),
    (source, { contextValue, variableValues }, place) =>
      resolve(
        source,
        args.length === 0 ? noArguments : getArgumentValues(definition, node, variableValues),
        contextValue,
        place,
      ),
    complete,
  );
}

/** By their names in the response, in its order; fields of one name are merged. */
function collectFields(
  { operation, variableValues }: Compilation,
  type: GraphQLObjectType,
  selectionSets: readonly SelectionSetNode[],
): ReadonlyMap<string, readonly FieldNode[]> {
  const { schema, fragments } = operation;
  const fields = new Map<string, FieldNode[]>();
  const spread = new Set<string>();

  function collect({ selections }: SelectionSetNode): void {
    for (const node of selections) {
      if (!isIncluded({ variableValues }, node)) continue;
      if (node.kind === Kind.FIELD) {
        const name = node.alias?.value ?? node.name.value;
        const merged = fields.get(name);
        if (merged === undefined) fields.set(name, [node]);
        else merged.push(node);
        continue;
      }
      if (node.kind === Kind.FRAGMENT_SPREAD) {
        if (spread.has(node.name.value)) continue;
        spread.add(node.name.value);
      }
      const fragment = node.kind === Kind.FRAGMENT_SPREAD ? fragments[node.name.value] : node;
      const condition = fragment?.typeCondition?.name.value ?? type.name;
      if (fragment !== undefined && covers({ schema }, condition, type)) collect(fragment.selectionSet);
    }
  }

  for (const selectionSet of selectionSets) collect(selectionSet);
  return fields;
}
