/** Puts the request's id on every error of a result: people report an error without its answer's headers. Pure. */

import type { ExecutionResult } from 'graphql';
import { isObject } from '../domain/is-object.ts';
import { toGraphQLError } from '../errors/to-graphql-error.ts';

/** For what is not JSON yet. */
export function withRequestId(result: ExecutionResult, requestId: string): ExecutionResult {
  const { errors } = result;
  if (errors === undefined) return result;
  const named = errors.map((error) => {
    const extensions = { ...error.extensions, requestId };
    return toGraphQLError(error, { message: error.message, extensions });
  });
  return { ...result, errors: named };
}

/** `result` as JSON. */
export function toJsonWithRequestId(result: ExecutionResult, requestId: string): string {
  const { errors, ...others } = result;
  if (errors === undefined) return JSON.stringify(result);
  return JSON.stringify({ errors: errors.map((error) => withId(error.toJSON(), requestId)), ...others });
}

/** The same for a result that is JSON already. */
export function addRequestId(text: string, requestId: string): string {
  const result: unknown = JSON.parse(text);
  if (!isObject(result) || !Array.isArray(result.errors)) return text;
  return JSON.stringify({ ...result, errors: result.errors.map((error) => withId(error, requestId)) });
}

function withId(error: unknown, requestId: string): unknown {
  if (!isObject(error)) return error;
  return { ...error, extensions: { ...Object(error.extensions), requestId } };
}
