/** An answer that is not GraphQL's, in the form of its errors: clients read one form only. */

import type { ErrorCode } from '../errors/error-code.ts';

/** As data: the gateway makes the response of it, with the request's id. */
export interface Problem {
  readonly kind: 'problem';
  readonly status: number;
  readonly message: string;
  readonly extensions: Readonly<Record<string, string | number>>;
  readonly headers: Readonly<Record<string, string>>;
}

export function problem(
  status: number,
  code: ErrorCode,
  message: string,
  extensions: Readonly<Record<string, string | number>> = {},
  headers: Readonly<Record<string, string>> = {},
): Problem {
  return { kind: 'problem', status, message, extensions: { code, ...extensions }, headers };
}

export function isProblem(value: object): value is Problem {
  return 'kind' in value && value.kind === 'problem';
}

export function toProblemResponse(
  { status, message, extensions, headers }: Problem,
  requestId: string,
): Response {
  return Response.json(
    { errors: [{ message, extensions: { ...extensions, requestId } }] },
    { status, headers: { 'cache-control': 'no-store', ...headers } },
  );
}
