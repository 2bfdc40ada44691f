/** What a page of sessions has to meet so that a connection misses nothing. Pure. */

import { hidesRows, type SessionFilter } from '../domain/filter.ts';
import type { ReadOptions } from '../domain/resource.ts';
import { isStartOfList, type SessionPlace } from './session-place.ts';

/**
 * The head of a window must not come from before the window's end, when sessions could still join it. Under a
 * filter that hides sessions, no page but the first may be older than `recentSince` (milliseconds since the epoch):
 * a session that matches by now may be missing.
 */
export function toReadOptions(place: SessionPlace, filter: SessionFilter, recentSince: number): ReadOptions {
  const { side, token, windowToSeconds, boundary } = place.page;
  const hidingSince = hidesRows(filter) && !isStartOfList(place) ? recentSince : 0;
  const precededBy = side === 'before' && token !== null ? boundary : null;
  const bounds = {
    createdBefore: precededBy?.createdAt ?? null,
    precededBy: precededBy?.sessionId ?? null,
  };
  if (windowToSeconds !== null && token === null)
    return { notBefore: Math.max(hidingSince, windowToSeconds * 1000), unlessSettled: false, ...bounds };
  return { notBefore: hidingSince, unlessSettled: true, ...bounds };
}
