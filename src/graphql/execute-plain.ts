/**
 * Executes a query over plain JSON by its plan, else with graphql-js itself, its document parsed and validated once.
 * Whatever is odd about a request (an invalid document, wrong variables, too high a cost, a subscription) is left to
 * Yoga, which has one home for it.
 */

import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLError,
  getOperationAST,
  getVariableValues,
  specifiedRules,
  validate,
} from 'graphql';
import { createRequestContext } from '../context.ts';
import { isObject } from '../domain/is-object.ts';
import type { Host } from '../host.ts';
import { memoryBytes } from '../limits.ts';
import { schema } from '../schema/schema.ts';
import type { ServerContext } from '../server-context.ts';
import { createMemoryStore } from '../storage/memory-store.ts';
import { parseWithLimits, weighTree } from './document-limits-plugin.ts';
import { refuseIntrospection, schemaFor } from './introspection.ts';
import type { PersistedDocuments } from './persisted-documents.ts';
import { executeQuery } from './plan/plan.ts';
import { createDocumentPlans, type DocumentPlans } from './plan/plans.ts';
import { refuseCost } from './request-cost.ts';
import { codeErrors } from './result-errors.ts';

/** Null where Yoga has to answer. `http` is what is said beside the result. */
export type ExecutePlain = (context: ServerContext) => Promise<PlainResult | null>;

interface PlainResult extends ExecutionResult {
  readonly http?: { readonly status: number; readonly headers: Readonly<Record<string, string>> };
}

export function createPlainExecutor(
  host: Host,
  maskError: (error: unknown) => GraphQLError,
  hasIntrospection: boolean,
  persisted: PersistedDocuments,
): ExecutePlain {
  const rules = hasIntrospection ? specifiedRules : [...specifiedRules, refuseIntrospection];
  const documents = createMemoryStore<ValidDocument>(memoryBytes.plainDocuments);

  function readDocument(text: string): ValidDocument | null {
    const known = documents.get(text);
    if (known !== null) return known;
    const document = parseOrNull(text);
    if (document === null || validate(schema, document, rules).length > 0) return null;
    const treeBytes = weighTree(document);
    const keep = () => documents.put(text, valid, treeBytes + valid.plans.bytes());
    const valid = { document, plans: createDocumentPlans(schema, document, keep) };
    keep();
    return valid;
  }

  function resolveOrNull({ asked, requestId }: ServerContext): unknown {
    const json = asked.readJson();
    try {
      return isObject(json) ? persisted.resolve(json, requestId) : null;
    } catch {
      return null;
    }
  }

  return async (context) => {
    const params = readParams(resolveOrNull(context));
    const valid = params === null ? null : readDocument(params.query);
    if (params === null || valid === null) return null;
    const { document, plans } = valid;
    const { operationName, variables } = params;
    const operation = getOperationAST(document, operationName);
    if (operation?.operation !== 'query') return null;
    if ((await refuseCost(context, { document, operationName, variables })) !== null) return null;
    const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables ?? {}, {
      maxErrors: 1,
    });
    if (coerced === undefined) return null;
    const contextValue = createRequestContext(host, context, context.asked.request);
    const plan = plans.find(operationName, coerced);
    const result = await (plan === null
      ? execute({
          schema: await schemaFor(document),
          document,
          operationName,
          variableValues: variables,
          contextValue,
        })
      : executeQuery(plan, contextValue, coerced));
    return codeErrors(result, context, maskError);
  };
}

interface ValidDocument {
  readonly document: DocumentNode;
  readonly plans: DocumentPlans;
}

interface PlainParams {
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>> | null;
}

/** Null for parameters that Yoga has something to say about. */
function readParams(json: unknown): PlainParams | null {
  if (!isObject(json)) return null;
  const { query, operationName = null, variables = null, extensions = null } = json;
  if (typeof query !== 'string' || query === '') return null;
  if (operationName !== null && typeof operationName !== 'string') return null;
  if (variables !== null && !isObject(variables)) return null;
  if (extensions !== null && !isObject(extensions)) return null;
  return { query, operationName, variables };
}

function parseOrNull(text: string): DocumentNode | null {
  try {
    return parseWithLimits(text);
  } catch {
    return null;
  }
}
