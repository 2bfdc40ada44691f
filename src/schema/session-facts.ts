/** What is worked out from a session's own fields. Pure. */

import { type SessionEntry, type SessionProvider, sessionProviders } from '../domain/session.ts';

/** Null for providers beyond the documented ones. */
export function readProvider(provider: string): SessionProvider | null {
  return sessionProviders.find((known) => known === provider) ?? null;
}

/** Null while the session runs, or when its end lies before its start. */
export function toDurationMs({ startedAt, stoppedAt }: SessionEntry): number | null {
  return stoppedAt === null || stoppedAt < startedAt ? null : stoppedAt - startedAt;
}

/** The page for people in Checkly's web app. */
export function toSessionUrl({ accountId, sessionId }: SessionEntry): string {
  const [account, session] = [accountId, sessionId].map(encodeURIComponent);
  return `https://app.checklyhq.com/accounts/${account}/test-sessions/${session}`;
}
