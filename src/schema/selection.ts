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
  const visited = new Set<string>();
  return parents
    .flatMap((parent) => flatten(info, parent.selectionSet?.selections ?? [], visited))
    .filter((field) => name === null || field.name.value === name);
}

/** Each named fragment counts once: fragments that spread others twice would double with every level. */
function flatten(
  info: GraphQLResolveInfo,
  selections: readonly SelectionNode[],
  visited: Set<string>,
): FieldNode[] {
  return selections
    .filter((node) => isIncluded(info, node))
    .flatMap((node) => {
      if (node.kind === 'Field') return [node];
      if (node.kind === 'InlineFragment') return flatten(info, node.selectionSet.selections, visited);
      if (visited.has(node.name.value)) return [];
      visited.add(node.name.value);
      return flatten(info, info.fragments[node.name.value]?.selectionSet.selections ?? [], visited);
    });
}

function isIncluded({ variableValues }: GraphQLResolveInfo, node: SelectionNode): boolean {
  if (getDirectiveValues(GraphQLSkipDirective, node, variableValues)?.if === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, variableValues)?.if !== false;
}
