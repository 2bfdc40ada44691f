/** Sessions by id and error groups through the cache. That there is none of an id is remembered as shortly as a list's head. */

import type { ErrorGroup, ReadErrorGroup } from '../domain/error-group.ts';
import type { ReadDetail, SessionDetail } from '../domain/session-detail.ts';
import type { CallOptions, Received } from '../domain/upstream.ts';
import { classifySession, explainSession } from './freshness.ts';
import { anyEntry } from './judge.ts';
import type { ReadThrough } from './read-through.ts';

/** Reads from upstream; null when there is none. @throws UpstreamError */
type FetchById<Value> = (id: string, options: CallOptions) => Promise<Received<Value | null>>;

export function createDetailCache(readThrough: ReadThrough, fetch: FetchById<SessionDetail>): ReadDetail {
  return (sessionId) =>
    readThrough.read<SessionDetail | null>(
      {
        text: `session ${sessionId}`,
        isValue: (value) => value === null || isSessionDetail(value),
        fetch: (options) => fetch(sessionId, options),
        classify: classifySession,
        explain: explainSession,
      },
      anyEntry,
    );
}

export function createErrorGroupCache(
  readThrough: ReadThrough,
  fetch: FetchById<ErrorGroup>,
): ReadErrorGroup {
  return (errorGroupId) =>
    readThrough.read<ErrorGroup | null>(
      {
        text: `error-group ${errorGroupId}`,
        isValue: (value) => value === null || isErrorGroup(value),
        fetch: (options) => fetch(errorGroupId, options),
        classify: () => 'head',
        explain: () => 'it may occur again',
      },
      anyEntry,
    );
}

function isSessionDetail(value: unknown): value is SessionDetail {
  return typeof value === 'object' && value !== null && 'results' in value && 'fetchedAt' in value;
}

function isErrorGroup(value: unknown): value is ErrorGroup {
  return typeof value === 'object' && value !== null && 'errorGroupId' in value;
}
