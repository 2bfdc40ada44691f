/** What the detail route tells of one session: fewer facts about it than the list, and its results; and a session as one request came to know it. */

import { classifySession, explainSession } from './freshness.ts';
import type { Resource } from './resource.ts';
import type { SessionCommitFacts, SessionStatus, SessionSummary } from './session.ts';

/** What a list entry and a detail both tell. Times are milliseconds since the epoch. */
export type SessionFacts = SessionCommitFacts &
  Pick<
    SessionSummary,
    'sessionId' | 'name' | 'status' | 'environment' | 'startedAt' | 'stoppedAt' | 'errorGroupIds'
  >;

export const resultTypes = ['FINAL', 'ATTEMPT', 'PENDING'] as const;
export type ResultType = (typeof resultTypes)[number];

/** One check run of a session, or one attempt at it. */
export interface SessionResult {
  readonly resultId: string;
  /** The page for people. */
  readonly url: string;
  readonly name: string | null;
  /** Null when the check is not one that Checkly keeps, for example one of a command line's project. */
  readonly checkId: string | null;
  /** Verbatim, such as `BROWSER`. */
  readonly checkType: string;
  readonly runLocation: string | null;
  readonly errorGroupIds: readonly string[];
  /** Null when upstream gave none or an unknown one. */
  readonly resultType: ResultType | null;
  /** Null for values that upstream does not document. */
  readonly status: SessionStatus | null;
  readonly hasErrors: boolean;
  readonly hasFailures: boolean;
  readonly isDegraded: boolean;
  readonly isAborted: boolean;
  /** Null when nothing was measured. */
  readonly responseTimeMs: number | null;
  readonly startedAt: number | null;
  /** Null while it runs. */
  readonly stoppedAt: number | null;
}

export type ResultRow =
  | { readonly kind: 'result'; readonly result: SessionResult }
  /** A result that broke the contract; `problem` names the field, never its value. */
  | { readonly kind: 'malformed'; readonly problem: string };

/** The run of GitHub Actions that started a session, in GitHub's own words; each part is null when upstream has none. */
export interface GithubRunFacts {
  /** Such as `https://github.com`. */
  readonly serverUrl: string | null;
  /** `owner/name` */
  readonly repository: string | null;
  readonly runId: string | null;
  readonly runAttempt: string | null;
  readonly workflow: string | null;
  readonly job: string | null;
  readonly eventName: string | null;
  /** In full, such as `refs/heads/main` or `refs/pull/7/merge`. */
  readonly ref: string | null;
  /** Branches of a pull request. */
  readonly headRef: string | null;
  readonly baseRef: string | null;
}

export interface SessionDetail extends SessionFacts {
  /** The session's page for people. */
  readonly url: string;
  /** Null when no run of GitHub Actions is known. */
  readonly githubRun: GithubRunFacts | null;
  readonly results: readonly ResultRow[];
  /** When upstream answered, milliseconds since the epoch. Set once by the client. */
  readonly fetchedAt: number;
}

/** By Checkly's id; null when upstream has none of it. */
export const sessionDetails: Resource<string, SessionDetail | null> = {
  name: 'session',
  isValue: (value): value is SessionDetail | null =>
    value === null || (typeof value === 'object' && 'results' in value && 'fetchedAt' in value),
  classify: classifySession,
  explain: (freshness, _sessionId, session) => explainSession(freshness, session),
};

export type SessionSource = ListedSource | LookedUpSource;

interface ListedSource {
  readonly sessionId: string;
  /** What is known either way: read without waiting. */
  readonly facts: SessionFacts;
  readonly summary: SessionSummary;
  readonly detail: null;
}

interface LookedUpSource {
  readonly sessionId: string;
  readonly facts: SessionFacts;
  readonly summary: null;
  readonly detail: SessionDetail;
}

export function toListedSource(summary: SessionSummary): ListedSource {
  return { sessionId: summary.sessionId, facts: summary, summary, detail: null };
}

export function toLookedUpSource(detail: SessionDetail): LookedUpSource {
  return { sessionId: detail.sessionId, facts: detail, summary: null, detail };
}
