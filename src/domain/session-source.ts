/** A session as one request came to know it: from the list, or by its id. */

import type { SessionEntry } from './session.ts';
import type { SessionDetail, SessionFacts } from './session-detail.ts';

export type SessionSource = ListedSource | LookedUpSource;

interface ListedSource {
  readonly sessionId: string;
  /** What is known either way: read without waiting. */
  readonly facts: SessionFacts;
  readonly entry: SessionEntry;
  readonly detail: null;
}

interface LookedUpSource {
  readonly sessionId: string;
  readonly facts: SessionFacts;
  readonly entry: null;
  readonly detail: SessionDetail;
}

export function toListedSource(entry: SessionEntry): ListedSource {
  return { sessionId: entry.sessionId, facts: entry, entry, detail: null };
}

export function toLookedUpSource(detail: SessionDetail): LookedUpSource {
  return { sessionId: detail.sessionId, facts: detail, entry: null, detail };
}
