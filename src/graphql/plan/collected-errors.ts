/** The errors of one execution, by graphql-js's rule: an error below a place that is null by an earlier one is dropped. */

import type { GraphQLError } from 'graphql';
import type { Place } from './place.ts';

export interface CollectedErrors {
  /** In the order in which they happened. */
  readonly all: readonly GraphQLError[];
  /** `place` becomes null; undefined for the whole answer. */
  add(error: GraphQLError, place: Place | undefined): void;
}

export function createCollectedErrors(): CollectedErrors {
  const all: GraphQLError[] = [];
  const nulled = new Set<Place | undefined>();

  function isNulled(place: Place | undefined): boolean {
    for (let each = place; each !== undefined; each = each.parent) if (nulled.has(each)) return true;
    return nulled.has(undefined);
  }

  return {
    all,
    add(error, place) {
      if (isNulled(place)) return;
      nulled.add(place);
      all.push(error);
    },
  };
}
