/** What a query selects below a field, through fragments and without what `@skip` and `@include` leave out. Pure. */

import {
  type FieldNode,
  GraphQLIncludeDirective,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  getDirectiveValues,
  type SelectionNode,
} from 'graphql';

export type Selection = FieldNode;

/** The field that is being resolved, as often as the query names it. */
export function selectionOf({ fieldNodes }: GraphQLResolveInfo): readonly Selection[] {
  return fieldNodes;
}

/** The fields called `name` (null: every field) right below `parents`. */
export function selectedFields(
  info: GraphQLResolveInfo,
  parents: readonly Selection[],
  name: string | null,
): readonly Selection[] {
  return parents
    .flatMap((parent) => flatten(info, parent.selectionSet?.selections ?? []))
    .filter((field) => name === null || field.name.value === name);
}

function flatten(info: GraphQLResolveInfo, selections: readonly SelectionNode[]): FieldNode[] {
  return selections
    .filter((node) => isIncluded(info, node))
    .flatMap((node) => {
      if (node.kind === 'Field') return [node];
      const fragment = node.kind === 'InlineFragment' ? node : info.fragments[node.name.value];
      return flatten(info, fragment?.selectionSet.selections ?? []);
    });
}

function isIncluded({ variableValues }: GraphQLResolveInfo, node: SelectionNode): boolean {
  if (getDirectiveValues(GraphQLSkipDirective, node, variableValues)?.if === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, variableValues)?.if !== false;
}
