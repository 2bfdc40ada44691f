/**
 * A test session in the field's words: what every layer above the Checkly client speaks.
 * Nothing here knows how the upstream spells a field, and nothing here knows GraphQL.
 */

export const sessionStatuses = ['RUNNING', 'PASSED', 'FAILED', 'CANCELLED'] as const;
export type SessionStatus = (typeof sessionStatuses)[number];

export const sessionProviders = ['GITHUB', 'VERCEL', 'API', 'TRIGGER', 'PW_REPORTER'] as const;
export type SessionProvider = (typeof sessionProviders)[number];

export interface SessionInvoker {
  readonly name: string;
  /** Address of a picture as upstream gave it; null when the invoker has none. */
  readonly picture: string | null;
}

/** What is known of the commit a session ran for; each part is null when upstream has none. */
export interface SessionCommitFacts {
  readonly repositoryUrl: string | null;
  readonly commitSha: string | null;
  readonly commitOwner: string | null;
  readonly commitMessage: string | null;
  readonly branch: string | null;
}

/** One row of the upstream's list. Times are milliseconds since the epoch. */
export interface SessionSummary extends SessionCommitFacts {
  readonly sessionId: string;
  readonly accountId: string;
  readonly projectId: string | null;
  readonly name: string;
  /** Verbatim: values beyond `sessionProviders` occur. */
  readonly provider: string;
  readonly region: string;
  /** Null when upstream gave none and no check run tells (all four lists empty), or gave an unknown one. */
  readonly status: SessionStatus | null;
  readonly errorGroupIds: readonly string[];
  /** Sequence ids, one for each check run in that state; null when upstream left the list out. */
  readonly running: readonly string[] | null;
  readonly passed: readonly string[] | null;
  readonly failed: readonly string[] | null;
  readonly cancelled: readonly string[] | null;
  readonly privateLocationId: string | null;
  readonly invoker: SessionInvoker | null;
  readonly environment: string | null;
  readonly startedAt: number;
  /** Null while the session runs. */
  readonly stoppedAt: number | null;
  readonly createdAt: number;
  readonly updatedAt: number | null;
}

/** Milliseconds; null while the session runs, or when its end lies before its start. */
export function toDurationMs({
  startedAt,
  stoppedAt,
}: Pick<SessionSummary, 'startedAt' | 'stoppedAt'>): number | null {
  return stoppedAt === null || stoppedAt < startedAt ? null : stoppedAt - startedAt;
}
