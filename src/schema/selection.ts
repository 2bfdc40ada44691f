/** What of a selection counts for an object: by its conditions, and by the types of its fragments. Pure. */

import {
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  getDirectiveValues,
  isAbstractType,
  type SelectionNode,
} from 'graphql';

/** Whether a fragment on the type named `condition` is one on the object's type. */
export function covers(
  { schema }: Pick<GraphQLResolveInfo, 'schema'>,
  condition: string,
  type: GraphQLObjectType,
): boolean {
  const conditionType = schema.getType(condition);
  return isAbstractType(conditionType) ? schema.isSubType(conditionType, type) : conditionType === type;
}

/** By `@skip` and `@include`. @throws GraphQLError when their argument is wrong */
export function isIncluded(
  { variableValues }: Pick<GraphQLResolveInfo, 'variableValues'>,
  node: SelectionNode,
): boolean {
  if (getDirectiveValues(GraphQLSkipDirective, node, variableValues)?.if === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, variableValues)?.if !== false;
}
