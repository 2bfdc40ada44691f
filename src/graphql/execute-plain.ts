/**
 * Executes a query over plain JSON with graphql-js itself, its document parsed and validated once. Whatever is odd
 * about a request (an invalid document, wrong variables, too high a cost, a subscription) is left to Yoga, which has one home for it.
 */

import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLError,
  getOperationAST,
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
  const documents = createMemoryStore<DocumentNode>(memoryBytes.plainDocuments);

  function readDocument(text: string): DocumentNode | null {
    const known = documents.get(text);
    if (known !== null) return known;
    const document = parseOrNull(text);
    if (document === null || validate(schema, document, rules).length > 0) return null;
    documents.put(text, document, weighTree(document));
    return document;
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
    const document = params === null ? null : readDocument(params.query);
    if (params === null || document === null) return null;
    const { operationName, variables } = params;
    if (getOperationAST(document, operationName)?.operation !== 'query') return null;
    if ((await refuseCost(context, { document, operationName, variables })) !== null) return null;
    const result = await execute({
      schema: schemaFor(document),
      document,
      operationName,
      variableValues: variables,
      contextValue: createRequestContext(host, context, context.asked.request),
    });
    // Nothing was executed: the variables are wrong.
    if (result.data === undefined) return null;
    return codeErrors(result, context, maskError);
  };
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
