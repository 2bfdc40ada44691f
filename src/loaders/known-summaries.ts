/** The summaries on pages that this request has read, whichever field they were read for. */

import { type SessionPage, sessionPages } from '../domain/page.ts';
import type { SessionSummary } from '../domain/session.ts';

/** Finds a fresh summary of a session in the isolate's memory; null when there is none. */
export type FindSummary = (sessionId: string) => Promise<SessionSummary | null>;

export interface KnownSummaries {
  /** Takes note of a page that is on its way; its summaries are known as soon as it is there. */
  watch(page: Promise<unknown>): void;
  /** Waits for the pages on their way, then tells. Null for a session that is on none of them. */
  find(sessionId: string): Promise<SessionSummary | null>;
}

/**
 * A look-up beside a listing waits for it, although it might not need it: upstream calls are scarcer than
 * milliseconds. Pages are searched only when somebody looks for a session: most requests never do.
 */
export function createKnownSummaries(findSummary: FindSummary): KnownSummaries {
  const onTheirWay = new Set<Promise<unknown>>();
  const summaries = new Map<string, { readonly summary: SessionSummary; readonly fetchedAt: number }>();
  let unread: SessionPage[] = [];

  function readPages(): void {
    for (const { rows, fetchedAt } of unread) {
      for (const row of rows) {
        if (row.kind !== 'session') continue;
        const known = summaries.get(row.session.sessionId);
        if (known === undefined || known.fetchedAt <= fetchedAt)
          summaries.set(row.session.sessionId, { summary: row.session, fetchedAt });
      }
    }
    unread = [];
  }

  return {
    watch(page) {
      const noted = page
        .then((arrived) => {
          if (sessionPages.isValue(arrived)) unread.push(arrived);
        })
        .catch(() => {})
        .finally(() => onTheirWay.delete(noted));
      onTheirWay.add(noted);
    },
    async find(sessionId) {
      if (onTheirWay.size > 0) await Promise.all(onTheirWay);
      readPages();
      return summaries.get(sessionId)?.summary ?? findSummary(sessionId);
    },
  };
}
