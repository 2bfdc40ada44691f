/** What a subscription listens to: one field, whatever the variables say. Validates only. */

import {
  type ASTVisitor,
  type DirectiveNode,
  GraphQLError,
  Kind,
  OperationTypeNode,
  type SelectionNode,
  type ValidationContext,
} from 'graphql';

/**
 * A validation rule against `@skip` and `@include` there (GraphQL of September 2025, section 5.2.4.1): graphql-js
 * lets them through, and throws when nothing is left to listen to.
 */
export function refuseConditionalRoots(context: ValidationContext): ASTVisitor {
  return {
    [Kind.OPERATION_DEFINITION]({ operation, selectionSet }) {
      if (operation !== OperationTypeNode.SUBSCRIPTION) return;
      const conditions = findConditions(context, selectionSet.selections, new Set());
      if (conditions.length === 0) return;
      const message = 'The field of a subscription takes neither @skip nor @include.';
      context.reportError(new GraphQLError(message, { nodes: conditions }));
    },
  };
}

function findConditions(
  context: ValidationContext,
  selections: readonly SelectionNode[],
  seen: Set<string>,
): DirectiveNode[] {
  return selections.flatMap((selection) => {
    const own = selection.directives?.filter(({ name }) => ['skip', 'include'].includes(name.value)) ?? [];
    if (selection.kind === Kind.FIELD) return own;
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      return [...own, ...findConditions(context, selection.selectionSet.selections, seen)];
    }
    const name = selection.name.value;
    const fragment = seen.has(name) ? null : context.getFragment(name);
    seen.add(name);
    return [...own, ...findConditions(context, fragment?.selectionSet.selections ?? [], seen)];
  });
}
