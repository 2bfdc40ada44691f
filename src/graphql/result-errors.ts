/** The errors of a result: every one gets its code, what nobody foresaw is masked and logged with the request id, and a refused request gets its status. */

import { AsyncLocalStorage } from 'node:async_hooks';
import { type ExecutionResult, GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { CacheTrace } from '../cache/trace.ts';
import { shorten } from '../errors/shorten.ts';
import { badUserInput, toCodedError, toGraphQLError } from '../errors/to-graphql-error.ts';
import type { Host } from '../host.ts';
import { maxMessageLength, maxRequestErrors } from '../limits.ts';
import type { ServerContext } from '../server-context.ts';
import { boundAnswer, limitErrors } from './answer-bounds.ts';

/** As the last plugin does: every error masked and with its code, and the status of a refused request. */
export function codeErrors(
  executed: ExecutionResult,
  context: Told,
  maskError: (error: unknown) => GraphQLError,
): ExecutionResult & { readonly http?: typeof unauthorized } {
  const { extensions, ...coded } = boundAndCode(executed, context, maskError);
  return extensions === undefined ? coded : { ...coded, http: unauthorized };
}

export function useCodedErrors(): Plugin<object, ServerContext> {
  return {
    onExecutionResult({ result, setResult, context }) {
      if (result === undefined || Array.isArray(result) || Symbol.asyncIterator in result) return;
      setResult(boundAndCode(result, context));
    },
  };
}

type Told = Pick<ServerContext, 'trace' | 'meter'>;

/** `mask` is left out where the errors are masked already. */
function boundAndCode(
  executed: ExecutionResult,
  { trace, meter }: Told,
  mask?: (error: unknown) => GraphQLError,
): ExecutionResult {
  const result = boundAnswer(executed, meter);
  if (result.errors === undefined || result.errors.length === 0) return result;
  return withCodes(result, limitErrors(result.errors, meter, mask), trace);
}

function withCodes(
  result: ExecutionResult,
  all: readonly GraphQLError[],
  trace: CacheTrace,
): ExecutionResult {
  const errors = (result.data === undefined ? all.slice(0, maxRequestErrors) : all).map(withCode);
  trace.noteErrors(errors.map(({ extensions }) => String(extensions.code)));
  const isRefused =
    errors.every((error) => error.extensions.code === 'UNAUTHENTICATED') && hasNoData(result.data);
  const extensions = isRefused ? { extensions: { ...result.extensions, http: unauthorized } } : {};
  return { ...result, errors, ...extensions };
}

/** RFC 9110, section 15.5.2: a 401 says how to authenticate. */
const unauthorized = { status: 401, headers: { 'www-authenticate': 'Bearer' } };

/** Nothing was executed: 400, and by tradition 200 for `application/json` (GraphQL over HTTP, section 6.4). */
export const badRequest = { spec: true, status: 400 };

function hasNoData(data: unknown): boolean {
  return typeof data !== 'object' || data === null || Object.values(data).every((value) => value === null);
}

/** graphql-js gives no code to what is wrong with variables and the operation's name. Its messages quote what was sent. */
function withCode(error: GraphQLError): GraphQLError {
  const message = shorten(error.message, maxMessageLength);
  if (error.extensions.code !== undefined)
    return message === error.message ? error : withMessage(error, message);
  const variable = /^Variable "\$([^"]+)"/.exec(error.message)?.[1];
  const { extensions } = badUserInput(variable === undefined ? 'operationName' : `$${variable}`, message);
  return withMessage(error, message, { ...error.extensions, ...extensions, http: badRequest });
}

/** `error` with another message, at its place. */
function withMessage(error: GraphQLError, message: string, extensions = error.extensions): GraphQLError {
  return toGraphQLError(error, { message, extensions });
}

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
  const coded = badUserInput(argument, shorten(error.message, maxMessageLength));
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
function currentRequestId(): string | null {
  return scope.getStore() ?? null;
}
