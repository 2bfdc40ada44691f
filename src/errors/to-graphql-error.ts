/** The one switch from the gateway's errors to coded GraphQL errors: the error table of docs/errors.md. */

import { GraphQLError, type GraphQLErrorExtensions } from 'graphql';
import { jwksIntervalMs } from '../limits.ts';
import type { ErrorCode } from './error-code.ts';
import { CredentialError, InputError } from './input-error.ts';
import { UpstreamError, type UpstreamFailure } from './upstream-error.ts';

interface CodedError {
  readonly message: string;
  readonly extensions: GraphQLErrorExtensions & { readonly code: ErrorCode };
}

/** The coded form of `error`, or null when it is none of ours and has to be masked. */
export function toCodedError(error: unknown): CodedError | null {
  if (error instanceof UpstreamError) return fromUpstreamFailure(error.failure);
  if (error instanceof InputError) return badUserInput(error.argument, error.reason);
  if (error instanceof CredentialError) return fromCredentialError(error);
  return null;
}

/** `error` in coded form, keeping the place (path and locations) of the GraphQL error around it. */
export function toGraphQLError(
  error: unknown,
  coded: { readonly message: string; readonly extensions: GraphQLErrorExtensions },
): GraphQLError {
  const place = error instanceof GraphQLError ? error : null;
  return new GraphQLError(coded.message, {
    nodes: place?.nodes ?? null,
    source: place?.source ?? null,
    positions: place?.positions ?? null,
    path: place?.path ?? null,
    extensions: coded.extensions,
  });
}

export function badUserInput(argument: string, reason: string): CodedError {
  return { message: `${argument}: ${reason}`, extensions: { code: 'BAD_USER_INPUT', argument, reason } };
}

function fromCredentialError({ kind, message }: CredentialError): CodedError {
  switch (kind) {
    case 'unauthenticated':
      return coded('UNAUTHENTICATED', message);
    case 'forbidden':
      return coded('FORBIDDEN', message);
    case 'unverifiable':
      return coded('UPSTREAM_UNAVAILABLE', message, { retryAfter: jwksIntervalMs / 1000 });
  }
}

function fromUpstreamFailure(failure: UpstreamFailure): CodedError {
  switch (failure.kind) {
    case 'unauthenticated':
      return coded('UNAUTHENTICATED', 'Checkly refused the credential.');
    case 'payment-required':
      return coded('PAYMENT_REQUIRED', "The Checkly account's plan does not include this.");
    case 'forbidden':
      return coded(
        'FORBIDDEN',
        `The credential may not read ${failure.part === undefined ? '' : `the ${failure.part} of `}this Checkly account.`,
      );
    case 'reserved':
      return coded('RATE_LIMITED', 'Checkly takes no more requests from this account for now.', {
        retryAfter: defaultRetryAfterSeconds,
      });
    case 'rate-limited':
      return coded('RATE_LIMITED', 'Checkly takes no more requests from this account for now.', {
        retryAfter: failure.retryAfterSeconds ?? defaultRetryAfterSeconds,
      });
    case 'cancelled':
    case 'timeout':
      return coded('UPSTREAM_TIMEOUT', 'Checkly did not answer in time.');
    case 'still-running':
      return coded(
        'UPSTREAM_TIMEOUT',
        `The session still runs after ${failure.waitedSeconds} seconds: subscribe again to wait on.`,
      );
    case 'unavailable':
      return coded('UPSTREAM_UNAVAILABLE', 'Checkly cannot be reached or has a fault.', {
        upstreamStatus: failure.status,
      });
    case 'too-large':
      return invalidResponse('it is too large');
    case 'invalid-response':
      return invalidResponse(failure.problem);
    case 'refused':
      return coded('UPSTREAM_INVALID_RESPONSE', `Checkly did not take the gateway's request.`, {
        upstreamStatus: failure.status,
      });
    case 'budget-spent':
      return badUserInput(
        'request',
        `needs more than the ${failure.budget} calls that one request may make; ask for fewer sessions, aliases or entities at a time`,
      );
  }
}

function invalidResponse(problem: string): CodedError {
  return coded('UPSTREAM_INVALID_RESPONSE', `Checkly's answer is not what its API promises: ${problem}.`);
}

/** Upstream's window is 60 seconds; without its word, that is how long a reader must wait at most. */
const defaultRetryAfterSeconds = 60;

function coded(code: ErrorCode, message: string, more: Record<string, unknown> = {}): CodedError {
  return { message, extensions: { code, ...more } };
}
