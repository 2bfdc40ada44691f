/** A session as one request came to know it: from the list, or by its id. */

import type { SessionSummary } from './session.ts';
import type { SessionDetail, SessionFacts } from './session-detail.ts';

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
