/** The codes of errors as a Markdown table, for docs/errors.md. Printed by `npm run print:errors`. */
import type { ErrorCode } from '../src/errors/error-code.ts';

export interface ErrorDescription {
  readonly cause: string;
  /** What `extensions` holds beside the code; empty for nothing. */
  readonly more: string;
}

/** A code that the source can give and that is not told of here does not compile. */
export const errorDescriptions: Readonly<Record<ErrorCode, ErrorDescription>> = {
  GRAPHQL_PARSE_FAILED: { cause: 'The document is not valid GraphQL.', more: '' },
  GRAPHQL_VALIDATION_FAILED: {
    cause: 'The document does not fit the schema; a wrong enum value in it is such a case.',
    more: '',
  },
  BAD_USER_INPUT: {
    cause:
      'A bad argument, variable, cursor or account header, or a request that costs too much. Checkly was not called, except where a request needed more calls than `SUBREQUEST_BUDGET`.',
    more: '`argument`, `reason`',
  },
  UNAUTHENTICATED: { cause: 'No credential, or a refused one (401 from Checkly).', more: '' },
  PAYMENT_REQUIRED: { cause: "The account's plan lacks the feature (402).", more: '' },
  FORBIDDEN: {
    cause:
      'The credential may not read this account or, where the message says so, its name or its members (403); or it does not stand for the account that the header names.',
    more: '',
  },
  RATE_LIMITED: {
    cause:
      'Checkly takes no more requests for now (429), after bounded retries. With HTTP 429 the gateway itself takes no more of this client for now, where it [limits clients](operate.md#a-limit-for-one-client).',
    more: '`retryAfter` in seconds; 60 when Checkly does not say',
  },
  UPSTREAM_TIMEOUT: { cause: 'Checkly did not answer within the time budget.', more: '' },
  UPSTREAM_UNAVAILABLE: {
    cause:
      "Checkly cannot be reached, or answers 5xx. Or a JWT cannot be verified, since its issuer's keys cannot be read. From `/purge`, with 503: the account's object cannot be reached, and nothing is purged.",
    more: '`upstreamStatus`, null for a connection error; for a JWT and from `/purge`, `retryAfter`',
  },
  UPSTREAM_INVALID_RESPONSE: {
    cause:
      "Checkly's answer is not JSON, not what its API promises, a redirect, or larger than 8 MiB (a page of a list is asked for again at 50 rows, 10 and 1); or Checkly refused the gateway's request (any other 4xx).",
    more: '`upstreamStatus` when it was refused',
  },
  PERSISTED_QUERY_NOT_FOUND: {
    cause: 'No persisted document of this id or hash is known here: send the text as well.',
    more: '',
  },
  PERSISTED_QUERY_MISMATCH: { cause: 'The hash is not that of the text beside it.', more: '' },
  PERSISTED_QUERY_ONLY: { cause: 'The gateway answers the documents of its manifest only.', more: '' },
  NOT_FOUND: { cause: 'The path is not there, with 404.', more: '' },
  METHOD_NOT_ALLOWED: { cause: 'The path does not take the method, with 405.', more: '' },
  INTERNAL_SERVER_ERROR: {
    cause: 'Anything else. Its message tells nothing; the log has the rest under the request id.',
    more: '',
  },
};

/** A Markdown table with a row for each code. */
export function describeErrors(descriptions: Readonly<Record<string, ErrorDescription>>): string {
  const head = '| Code | Cause | More in `extensions` |\n|---|---|---|\n';
  const rows = Object.entries(descriptions).map(
    ([code, { cause, more }]) => `| \`${code}\` | ${cause} | ${more === '' ? '' : `${more} `}|\n`,
  );
  return head + rows.join('');
}
