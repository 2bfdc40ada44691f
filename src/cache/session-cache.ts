/** Sessions by id and error groups through the cache. That there is none of an id is remembered as shortly as a list's head. */

import type { ErrorGroup, ReadErrorGroup } from '../domain/error-group.ts';
import type { ReadDetail, SessionDetail } from '../domain/session-detail.ts';
import type { FreshnessClass } from './copy.ts';
import type { ReadThrough } from './read-through.ts';

export interface SessionCacheParts<Value> {
  readonly readThrough: ReadThrough;
  /** Reads from upstream; null when there is none. @throws UpstreamError */
  readonly fetch: (id: string) => Promise<Value | null>;
  /** Copies from before, milliseconds since the epoch, are for errors only. */
  readonly freshNotBefore: () => Promise<number>;
  readonly now: () => number;
}

export function createDetailCache(parts: SessionCacheParts<SessionDetail>): ReadDetail {
  return (sessionId) => readById(parts, 'session', sessionId, isSessionDetail, classifyDetail);
}

export function createErrorGroupCache(parts: SessionCacheParts<ErrorGroup>): ReadErrorGroup {
  return (errorGroupId) => readById(parts, 'error-group', errorGroupId, isErrorGroup, () => 'head');
}

async function readById<Value>(
  { readThrough, fetch, freshNotBefore, now }: SessionCacheParts<Value>,
  kind: string,
  id: string,
  isValue: (value: unknown) => value is Value,
  classify: (value: Value) => FreshnessClass,
): Promise<Value | null> {
  return readThrough.read<Value | null>(
    {
      text: `${kind} ${id}`,
      isValue: (value) => value === null || isValue(value),
      fetch: async () => ({ value: await fetch(id), fetchedAt: now() }),
      classify: ({ value }) => (value === null ? 'head' : classify(value)),
    },
    { notBefore: 0, unlessSettled: true, freshNotBefore: await freshNotBefore() },
  );
}

/** A session that has ended does not change any more. */
function classifyDetail({ status, stoppedAt }: SessionDetail): FreshnessClass {
  return status === 'RUNNING' || stoppedAt === null ? 'running' : 'settled';
}

function isSessionDetail(value: unknown): value is SessionDetail {
  return typeof value === 'object' && value !== null && 'results' in value && 'fetchedAt' in value;
}

function isErrorGroup(value: unknown): value is ErrorGroup {
  return typeof value === 'object' && value !== null && 'errorGroupId' in value;
}
