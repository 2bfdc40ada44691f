/** A session as far as one request knows it: by its list entry, by its detail, or by both. */

import type { SessionEntry } from './session.ts';
import type { SessionDetail, SessionFacts } from './session-detail.ts';

export interface SessionSource {
  readonly sessionId: string;
  /** What is known either way: read without waiting. */
  readonly facts: SessionFacts;
  /** Null when the session was looked up by its id. */
  readonly entry: SessionEntry | null;
  /** Null when the session was listed. */
  readonly detail: SessionDetail | null;
}

export function toListedSource(entry: SessionEntry): SessionSource {
  return { sessionId: entry.sessionId, facts: entry, entry, detail: null };
}

export function toLookedUpSource(detail: SessionDetail): SessionSource {
  return { sessionId: detail.sessionId, facts: detail, entry: null, detail };
}
