/** The last look at a result's errors: every one gets its code, and a refused request its status. */

import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { badUserInput } from '../errors/to-graphql-error.ts';
import { maxMessageLength, maxRequestErrors } from '../limits.ts';
import type { ServerContext } from '../server-context.ts';

export function useCodedErrors(): Plugin<object, ServerContext> {
  return {
    onExecutionResult({ result, setResult, context }) {
      if (result === undefined || Array.isArray(result) || Symbol.asyncIterator in result) return;
      if (result.errors === undefined || result.errors.length === 0) return;
      context.trace.noteErrors();
      const shown = result.data === undefined ? result.errors.slice(0, maxRequestErrors) : result.errors;
      const errors = shown.map(withCode);
      const isRefused =
        errors.every((error) => error.extensions.code === 'UNAUTHENTICATED') && hasNoData(result.data);
      const extensions = isRefused ? { extensions: { ...result.extensions, http: unauthorized } } : {};
      setResult({ ...result, errors, ...extensions });
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

/** graphql-js gives no code to what is wrong with variables and the operation's name. */
function withCode(error: GraphQLError): GraphQLError {
  if (error.extensions.code !== undefined) return error;
  const variable = /^Variable "\$([^"]+)"/.exec(error.message)?.[1];
  const message = shorten(error.message);
  const { extensions } = badUserInput(variable === undefined ? 'operationName' : `$${variable}`, message);
  return new GraphQLError(message, {
    nodes: error.nodes ?? null,
    source: error.source ?? null,
    positions: error.positions ?? null,
    path: error.path ?? null,
    extensions: { ...error.extensions, ...extensions, http: badRequest },
  });
}

/** Messages quote what was sent, which may be long. */
function shorten(text: string): string {
  return text.length > maxMessageLength ? `${text.slice(0, maxMessageLength)}…` : text;
}
