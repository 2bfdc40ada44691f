/** Turns what was thrown into what a client may see; what nobody foresaw is masked, and logged with the request id. */

import { AsyncLocalStorage } from 'node:async_hooks';
import { GraphQLError } from 'graphql';
import { badUserInput, toCodedError, toGraphQLError } from '../errors/to-graphql-error.ts';
import type { Host } from '../host.ts';

export function createErrorMask(host: Host): (error: unknown) => GraphQLError {
  return (error) => {
    const original = error instanceof GraphQLError ? (error.originalError ?? error) : error;
    const coded = toCodedError(original);
    if (coded !== null) return toGraphQLError(error, coded);
    if (error instanceof GraphQLError && isOfGraphQL(error)) return withOwnCode(error);
    return mask(host, error, original);
  };
}

/** Yoga has codes of its own for requests that it cannot take; the gateway has one for all that a reader can mend. */
function withOwnCode(error: GraphQLError): GraphQLError {
  const argument = argumentsByYogaCode.get(error.extensions.code);
  if (argument === undefined) return error;
  const coded = badUserInput(argument, error.message);
  return toGraphQLError(error, { ...coded, extensions: { ...error.extensions, ...coded.extensions } });
}

const argumentsByYogaCode = new Map<unknown, string>([
  ['BAD_REQUEST', 'request'],
  ['OPERATION_RESOLUTION_FAILURE', 'operationName'],
]);

/** Made by graphql-js or Yoga about the request itself, not wrapped around something a resolver threw. */
function isOfGraphQL({ originalError }: GraphQLError): boolean {
  return originalError === undefined || originalError instanceof GraphQLError;
}

function mask(host: Host, error: unknown, original: unknown): GraphQLError {
  const place = error instanceof GraphQLError ? error : null;
  const requestId = currentRequestId();
  host.log({
    level: 'error',
    requestId,
    path: place?.path?.join('.') ?? null,
    error: original instanceof Error ? original.name : typeof original,
    stack: original instanceof Error ? original.stack : null,
  });
  return new GraphQLError('Something went wrong in the gateway.', {
    nodes: place?.nodes ?? null,
    path: place?.path ?? null,
    extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
  });
}

const scope = new AsyncLocalStorage<string>();

export function runAsRequest<Value>(requestId: string, run: () => Value): Value {
  return scope.run(requestId, run);
}

/** Null outside of a request. */
export function currentRequestId(): string | null {
  return scope.getStore() ?? null;
}
