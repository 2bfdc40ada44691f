/** Where on a page the rows after an anchor begin. Pure: decisions only, no reading. */

import type { PageRow } from '../domain/page.ts';
import type { Anchor } from './session-place.ts';

/** The index just after the anchor's own row; null when the anchor is not on the page. */
export function indexAfterAnchor(rows: readonly PageRow[], anchor: Anchor): number | null {
  const index = rows.findIndex((row) => row.kind === 'session' && row.session.sessionId === anchor.sessionId);
  return index === -1 ? null : index + 1;
}

/**
 * The index just after the last row that is newer than the anchor. Sessions of the anchor's own millisecond
 * count as after it: when the anchor itself is gone they may repeat, but none is missed. For the same reason
 * it is 0 on a page that is not newest first: upstream lists so in practice, not by contract.
 */
export function indexAfterNewerRows(rows: readonly PageRow[], anchor: Anchor): number {
  if (!isNewestFirst(rows)) return 0;
  return rows.findLastIndex((row) => row.kind === 'session' && row.session.createdAt > anchor.createdAt) + 1;
}

/** Whether the page holds a session older than the anchor, so that looking further for the anchor is in vain. */
export function reachesPast(rows: readonly PageRow[], anchor: Anchor): boolean {
  return rows.some((row) => row.kind === 'session' && row.session.createdAt < anchor.createdAt);
}

function isNewestFirst(rows: readonly PageRow[]): boolean {
  let previous = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    if (row.kind !== 'session') continue;
    if (row.session.createdAt > previous) return false;
    previous = row.session.createdAt;
  }
  return true;
}

/** How many of the next `atMost` rows are malformed, without a decoded one between. */
export function countLeadingMalformed(rows: readonly PageRow[], from: number, atMost: number): number {
  let count = 0;
  while (count < atMost && rows[from + count]?.kind === 'malformed') count += 1;
  return count;
}
