/**
 * What a query reads lazily below a field, by the schema's types: through fragments, interfaces and unions, and
 * without what `@skip` and `@include` leave out. Pure. Names no field.
 */

import {
  type GraphQLCompositeType,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  getDirectiveValues,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { type ReadKind, readsOf } from './lazy-field.ts';

export type SelectionInfo = Pick<
  GraphQLResolveInfo,
  'schema' | 'fragments' | 'variableValues' | 'fieldNodes' | 'returnType'
>;

/** Each kind of read, with the first selected field that needs it, such as `TestSession.results`. */
export type SelectedReads = ReadonlyMap<ReadKind, string>;

/** The field itself does not count. */
export function findSelectedReads(info: SelectionInfo): SelectedReads {
  const reads = new Map<ReadKind, string>();
  const type = getNamedType(info.returnType);
  if (!isCompositeType(type)) return reads;
  // Once for each type: fragments that spread others twice would double with every level.
  const visited = new Map<SelectionSetNode, Set<GraphQLObjectType>>();

  function visitAll(parent: GraphQLCompositeType, selectionSet: SelectionSetNode | undefined): void {
    if (selectionSet === undefined) return;
    for (const objectType of objectTypesOf(info, parent)) visit(objectType, selectionSet);
  }

  function visit(parent: GraphQLObjectType, selectionSet: SelectionSetNode): void {
    const types = visited.get(selectionSet) ?? new Set();
    if (types.has(parent)) return;
    visited.set(selectionSet, types.add(parent));
    for (const node of selectionSet.selections) {
      if (!isIncluded(info, node)) continue;
      if (node.kind === 'Field') {
        visitField(parent, node.name.value, node.selectionSet);
        continue;
      }
      const fragment = node.kind === 'FragmentSpread' ? info.fragments[node.name.value] : node;
      const condition = fragment?.typeCondition?.name.value ?? parent.name;
      if (fragment !== undefined && covers(info, condition, parent)) visit(parent, fragment.selectionSet);
    }
  }

  function visitField(parent: GraphQLObjectType, name: string, selectionSet: SelectionSetNode | undefined) {
    const field = parent.getFields()[name];
    if (field === undefined) return;
    const kind = readsOf(field);
    if (kind !== null && !reads.has(kind)) reads.set(kind, `${parent.name}.${name}`);
    const fieldType = getNamedType(field.type);
    if (isCompositeType(fieldType)) visitAll(fieldType, selectionSet);
  }

  for (const { selectionSet } of info.fieldNodes) visitAll(type, selectionSet);
  return reads;
}

/** Resolvers belong to object types: a field of an interface is resolved as its objects have it. */
function objectTypesOf({ schema }: SelectionInfo, type: GraphQLCompositeType): readonly GraphQLObjectType[] {
  return isObjectType(type) ? [type] : schema.getPossibleTypes(type);
}

function covers({ schema }: SelectionInfo, condition: string, type: GraphQLObjectType): boolean {
  const conditionType = schema.getType(condition);
  return isAbstractType(conditionType) ? schema.isSubType(conditionType, type) : conditionType === type;
}

function isIncluded({ variableValues }: SelectionInfo, node: SelectionNode): boolean {
  if (getDirectiveValues(GraphQLSkipDirective, node, variableValues)?.if === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, variableValues)?.if !== false;
}
