/** What is worked out from a session's own fields. Pure. */

import { type SessionProvider, sessionProviders } from '../domain/session.ts';
import type { SessionFacts } from '../domain/session-detail.ts';
import type { SessionSource } from '../domain/session-source.ts';

/** Null for providers beyond the documented ones. */
export function readProvider(provider: string): SessionProvider | null {
  return sessionProviders.find((known) => known === provider) ?? null;
}

/** Null while the session runs, or when its end lies before its start. */
export function toDurationMs({ startedAt, stoppedAt }: SessionFacts): number | null {
  return stoppedAt === null || stoppedAt < startedAt ? null : stoppedAt - startedAt;
}

/** The page for people in Checkly's web app: as its detail gives it, else made of the account and the id. */
export function toSessionUrl({ summary, detail, sessionId }: SessionSource): string {
  if (summary === null) return detail.url;
  const [account, session] = [summary.accountId, sessionId].map(encodeURIComponent);
  return `https://app.checklyhq.com/accounts/${account}/test-sessions/${session}`;
}
