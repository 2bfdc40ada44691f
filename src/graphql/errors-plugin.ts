/** The last look at a result's errors: every one gets its code, surprises are masked and logged with the request id. */

import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { badUserInput, toCodedError, toGraphQLError } from '../errors/to-graphql-error.ts';
import type { Host } from '../host.ts';
import type { ServerContext } from '../server-context.ts';

/** Yoga's hook to turn what was thrown into a coded error; the original stays on it for the log. */
export function maskError(error: unknown): GraphQLError {
  const original = error instanceof GraphQLError ? (error.originalError ?? error) : error;
  const coded = toCodedError(original);
  if (coded !== null) return toGraphQLError(error, coded);
  if (error instanceof GraphQLError && isOfGraphQL(error)) return error;
  const place = error instanceof GraphQLError ? error : null;
  return new GraphQLError('Something went wrong in the gateway.', {
    nodes: place?.nodes ?? null,
    path: place?.path ?? null,
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
    originalError: original instanceof Error ? original : new Error(`thrown: ${typeof original}`),
  });
}

/** Made by graphql-js or Yoga about the request itself, not wrapped around something a resolver threw. */
function isOfGraphQL(error: GraphQLError): boolean {
  return error.originalError === undefined || isGraphQLError(error.originalError);
}

function isGraphQLError(error: unknown): error is GraphQLError {
  return error instanceof GraphQLError;
}

export function useCodedErrors(host: Host): Plugin<object, ServerContext> {
  return {
    onExecutionResult({ result, setResult, context }) {
      if (result === undefined || Array.isArray(result) || Symbol.asyncIterator in result) return;
      if (result.errors === undefined || result.errors.length === 0) return;
      context.report.noteErrors();
      for (const error of result.errors) logMasked(host, context.requestId, error);
      const errors = result.errors.map((error) => withCode(error, context.requestId));
      const isRefused =
        errors.every((error) => error.extensions.code === 'UNAUTHENTICATED') && hasNoData(result.data);
      setResult({
        ...result,
        errors,
        ...(isRefused ? { extensions: { ...result.extensions, http: unauthorized } } : {}),
      });
    },
  };
}

/** RFC 9110, section 15.5.2: a 401 says how to authenticate. */
const unauthorized = { status: 401, headers: { 'www-authenticate': 'Bearer' } };

/** Nothing was executed: 400, and by tradition 200 for `application/json` (GraphQL over HTTP, section 6.4). */
const badRequest = { spec: true, status: 400 };

function hasNoData(data: unknown): boolean {
  return typeof data !== 'object' || data === null || Object.values(data).every((value) => value === null);
}

function logMasked(host: Host, requestId: string, error: GraphQLError): void {
  if (error.extensions.code !== 'INTERNAL_SERVER_ERROR') return;
  const original = error.originalError ?? error;
  host.log({
    level: 'error',
    requestId,
    path: error.path?.join('.'),
    error: original.name,
    stack: original.stack,
  });
}

function withCode(error: GraphQLError, requestId: string): GraphQLError {
  if (error.extensions.code === 'INTERNAL_SERVER_ERROR') {
    return extend(error, { requestId });
  }
  if (error.extensions.code !== undefined) return error;
  const variable = /^Variable "\$([^"]+)"/.exec(error.message)?.[1];
  const coded = badUserInput(variable === undefined ? 'operationName' : `$${variable}`, error.message);
  return extend(error, { ...coded.extensions, http: badRequest });
}

function extend(error: GraphQLError, extensions: Record<string, unknown>): GraphQLError {
  return new GraphQLError(error.message, {
    nodes: error.nodes ?? null,
    source: error.source ?? null,
    positions: error.positions ?? null,
    path: error.path ?? null,
    extensions: { ...error.extensions, ...extensions },
  });
}
