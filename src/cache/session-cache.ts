/** Sessions by id and error groups through the cache. That there is none of an id is remembered as shortly as a list's head. */

import type { ErrorGroup, ReadErrorGroup } from '../domain/error-group.ts';
import type { ReadDetail, SessionDetail } from '../domain/session-detail.ts';
import type { FreshnessClass } from './copy.ts';
import { explainSession } from './entry-cache.ts';
import type { ReadThrough } from './read-through.ts';

interface FetchedThing {
  /** Milliseconds since the epoch. */
  readonly fetchedAt: number;
}

export interface SessionCacheParts<Value extends FetchedThing> {
  readonly readThrough: ReadThrough;
  /** Reads from upstream; null when there is none. @throws UpstreamError */
  readonly fetch: (id: string) => Promise<Value | null>;
  /** Copies from before, milliseconds since the epoch, are for errors only. */
  readonly freshNotBefore: () => Promise<number>;
  readonly now: () => number;
}

export function createDetailCache(parts: SessionCacheParts<SessionDetail>): ReadDetail {
  return (sessionId) =>
    readById(parts, { kind: 'session', id: sessionId, isValue: isSessionDetail, classify: classifyDetail });
}

export function createErrorGroupCache(parts: SessionCacheParts<ErrorGroup>): ReadErrorGroup {
  return (errorGroupId) =>
    readById(parts, { kind: 'error-group', id: errorGroupId, isValue: isErrorGroup, classify: () => 'head' });
}

interface Named<Value> {
  readonly kind: 'session' | 'error-group';
  readonly id: string;
  readonly isValue: (value: unknown) => value is Value;
  readonly classify: (value: Value) => FreshnessClass;
}

async function readById<Value extends FetchedThing>(
  { readThrough, fetch, freshNotBefore, now }: SessionCacheParts<Value>,
  { kind, id, isValue, classify }: Named<Value>,
): Promise<Value | null> {
  return readThrough.read<Value | null>(
    {
      text: `${kind} ${id}`,
      isValue: (value) => value === null || isValue(value),
      async fetch() {
        const value = await fetch(id);
        return { value, fetchedAt: value?.fetchedAt ?? now() };
      },
      classify: ({ value }) => (value === null ? 'head' : classify(value)),
      explain: (freshness) => (kind === 'session' ? explainSession(freshness) : 'it may occur again'),
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
