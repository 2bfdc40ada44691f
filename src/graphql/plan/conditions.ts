/** The variables that decide what a document selects, and the other reasons why a plan may not cover it. */

import { type DocumentNode, Kind, visit } from 'graphql';

/** The names of variables in `@skip` and `@include`; null for a document with other directives. */
export function readConditions(document: DocumentNode): readonly string[] | null {
  const names = new Set<string>();
  let areKnown = true;
  visit(document, {
    Directive({ name, arguments: args = [] }) {
      if (name.value !== 'skip' && name.value !== 'include') areKnown = false;
      for (const { value } of args) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return areKnown ? [...names] : null;
}
