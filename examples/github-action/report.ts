/** What is read of the gateway for a comment. */
import { readOperation } from '../gateway.ts';
import type { Inputs } from './inputs.ts';

const timeoutMs = 60_000;

/** The answer to CommitReport. */
interface CommitReport {
  readonly testSessions: {
    /** Null where Checkly's record is malformed. */
    readonly nodes: readonly (ReportedSession | null)[];
    readonly pageInfo: { readonly hasNextPage: boolean };
    readonly searched: { readonly sessions: number; readonly complete: boolean } | null;
  } | null;
}

export interface ReportedSession {
  readonly name: string;
  readonly status: string | null;
  readonly durationMs: number | null;
  readonly counts: { readonly total: number; readonly passed: number; readonly failed: number } | null;
  readonly url: string | null;
}

export type Report = NonNullable<CommitReport['testSessions']>;

/** @throws Error with the gateway's own message */
export async function readReport({ gatewayUrl, apiKey, accountId, commit }: Inputs): Promise<Report> {
  const response = await fetch(gatewayUrl, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${apiKey}`,
      'content-type': 'application/json',
      accept: 'application/json',
      ...(accountId === null ? {} : { 'x-checkly-account': accountId }),
    },
    body: JSON.stringify({ query: await readOperation('commit-report'), variables: { commit } }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const { data, errors } = readAnswer(await response.text(), response.status);
  if (data?.testSessions) return data.testSessions;
  throw new Error(
    `The gateway answered ${response.status}: ${errors?.map(({ message }) => message).join(' ')}`,
  );
}

interface Answer {
  readonly data?: CommitReport | null;
  readonly errors?: readonly { readonly message: string }[];
}

function readAnswer(text: string, status: number): Answer {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`The gateway answered ${status} without JSON: is gateway-url right?`, { cause });
  }
}
