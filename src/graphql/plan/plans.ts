/** The plans of one document: made when they are first asked for, a few at a time. */

import type { DocumentNode, GraphQLSchema } from 'graphql';
import { maxPlansOfDocument } from '../../limits.ts';
import { readConditions } from './conditions.ts';
import { type CompiledQuery, compileQuery } from './plan.ts';

export interface DocumentPlans {
  /** Null for what goes through graphql-js. `variables` are coerced. */
  find(operationName: string | null, variables: Readonly<Record<string, unknown>>): CompiledQuery | null;
  /** What they take in memory. */
  bytes(): number;
}

/** Measured: the functions of a field, and what they hold. */
const fieldBytes = 400;

/** `onGrowth` is called after each new plan. */
export function createDocumentPlans(
  schema: GraphQLSchema,
  document: DocumentNode,
  onGrowth: () => void,
): DocumentPlans {
  const conditions = readConditions(document);
  const plans = new Map<string, CompiledQuery | null>();
  let fieldCount = 0;
  return {
    find(operationName, variables) {
      if (conditions === null) return null;
      const name = toPlanName(operationName, conditions, variables);
      const known = plans.get(name);
      if (known !== undefined) return known;
      if (plans.size === maxPlansOfDocument) {
        plans.clear();
        fieldCount = 0;
      }
      const plan = compileQuery(schema, document, operationName, variables);
      plans.set(name, plan);
      fieldCount += plan?.fieldCount ?? 0;
      onGrowth();
      return plan;
    },
    bytes: () => fieldBytes * fieldCount,
  };
}

/** Only booleans are conditions. Whatever else a variable holds, it is one of another operation, or wrong. */
function toPlanName(
  operationName: string | null,
  conditions: readonly string[],
  variables: Readonly<Record<string, unknown>>,
): string {
  const values = conditions.map((name) => (typeof variables[name] === 'boolean' ? variables[name] : null));
  return [operationName, ...values].join(' ');
}
