/** In which stretch of the list a session's entry is looked for. Pure. */

import { emptyPageFilter, type PageFilter } from '../domain/filter.ts';
import type { SessionDetail } from '../domain/session-detail.ts';
import { summaryWindowStepMs } from '../limits.ts';

/** What is known of a session whose entry is wanted. */
export type WantedSummary = Pick<SessionDetail, 'sessionId' | 'startedAt' | 'stoppedAt' | 'fetchedAt'>;

/** A stretch of the list by creation time, in Unix seconds: `from` inclusive, `to` exclusive. */
export interface SummaryWindow {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly wanted: readonly WantedSummary[];
}

/**
 * The windows that cover every wanted session's start and `marginMs` on either side: upstream records a
 * session about when it starts. Bounds are whole steps, so that sessions near each other share a window.
 */
export function toSummaryWindows(wanted: readonly WantedSummary[], marginMs: number): SummaryWindow[] {
  const windows = Map.groupBy(wanted, ({ startedAt }) => {
    const from = Math.max(0, Math.floor((startedAt - marginMs) / summaryWindowStepMs));
    const to = Math.floor((startedAt + marginMs) / summaryWindowStepMs) + 1;
    return `${from} ${to}`;
  });
  return [...windows].map(([name, members]) => {
    const [from = 0, to = 0] = name.split(' ').map(Number);
    const stepSeconds = summaryWindowStepMs / 1000;
    return { fromSeconds: from * stepSeconds, toSeconds: to * stepSeconds, wanted: members };
  });
}

export function toWindowFilter({ fromSeconds, toSeconds }: SummaryWindow): PageFilter {
  return { ...emptyPageFilter, fromSeconds, toSeconds };
}
