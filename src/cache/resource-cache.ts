/** Resources of upstream's through the cache, and summaries of sessions out of the pages that it holds in memory. */

import { classifySession, explainSession, type FreshnessTimes } from '../domain/freshness.ts';
import { type PageRequest, type SessionPage, sessionPages } from '../domain/page.ts';
import {
  anyEntry,
  type Load,
  type Prefetch,
  type ReadOptions,
  type Resource,
  toUnitText,
} from '../domain/resource.ts';
import type { SessionSummary } from '../domain/session.ts';
import type { CallOptions, Received } from '../domain/upstream.ts';
import type { MemoryStore } from '../storage/memory-store.ts';
import type { CacheEntry } from './entry.ts';
import type { ReadThrough } from './read-through.ts';
import type { CacheTrace } from './trace.ts';
import type { Unit } from './unit.ts';

/** One value from upstream. `precededBy`: see `ReadOptions`. @throws UpstreamError */
export type FetchResource = <Key, Value>(
  resource: Resource<Key, Value>,
  key: Key,
  precededBy: string | null,
  call: CallOptions,
) => Promise<Received<Value>>;

export interface ResourceCache {
  readonly load: Load;
  readonly prefetch: Prefetch;
  /** Keeps a page that was not read but is known, as a part of others is. */
  keepPage(request: PageRequest, page: SessionPage): void;
}

export function createResourceCache(
  readThrough: ReadThrough,
  fetch: FetchResource,
  settleHorizonMs: number,
): ResourceCache {
  const toUnit = <Key, Value>(
    resource: Resource<Key, Value>,
    key: Key,
    { createdBefore, precededBy }: ReadOptions,
  ): Unit<Value> => ({
    text: toUnitText(resource, key),
    isValue: resource.isValue,
    isSigned: resource.signed === 'value',
    fetch: (call) =>
      fetch(resource, key, precededBy, resource.signed ? { ...call, isShareable: false } : call),
    classify: (value) => resource.classify(value, { key, createdBefore, settleHorizonMs }),
    explain: (freshness, value) => resource.explain(freshness, key, value),
  });
  return {
    load: (resource, key, options = anyEntry) => readThrough.read(toUnit(resource, key, options), options),
    prefetch: (resource, key, options) => readThrough.prefetch(toUnit(resource, key, options), options),
    keepPage(request, page) {
      const bytes = 2 * JSON.stringify(page).length;
      readThrough.keep(toUnit(sessionPages, request, anyEntry), page, page.fetchedAt, bytes);
    },
  };
}

export interface KnownSummariesParts {
  readonly memory: MemoryStore<CacheEntry>;
  readonly partition: string;
  readonly readThrough: ReadThrough;
  readonly trace: CacheTrace;
  readonly freshForMs: FreshnessTimes;
}

type SummariesById = ReadonlyMap<string, SessionSummary>;

/** An index is made when somebody looks a session up, once for a page. */
const indexes = new WeakMap<SessionPage, SummariesById>();

/** Null when no fresh summary is known. The returned function throws UpstreamError when upstream refuses the credential. */
export function createKnownSummaries({
  memory,
  partition,
  readThrough,
  trace,
  freshForMs,
}: KnownSummariesParts): (sessionId: string) => Promise<SessionSummary | null> {
  const prefix = `${partition}/${sessionPages.name} `;

  function findNewest(sessionId: string): { summary: SessionSummary; fetchedAt: number } | null {
    let newest: { summary: SessionSummary; fetchedAt: number } | null = null;
    for (const [name, { value, fetchedAt }] of memory.entries()) {
      if (!name.startsWith(prefix) || !sessionPages.isValue(value)) continue;
      const summary = indexOf(value).get(sessionId);
      if (summary !== undefined && fetchedAt > (newest?.fetchedAt ?? -1)) newest = { summary, fetchedAt };
    }
    return newest;
  }

  return async (sessionId) => {
    const found = findNewest(sessionId);
    if (found === null) return null;
    const { summary, fetchedAt } = found;
    const freshness = classifySession(summary);
    const times = { fetchedAt, freshness, freshForMs: freshForMs[freshness] };
    if (!(await readThrough.isFresh({ value: summary, ...times, precededBy: null }))) return null;
    const why = explainSession(freshness, summary);
    trace.record({
      unit: `summary ${sessionId}`,
      source: 'memory',
      state: 'fresh',
      ...times,
      why,
      isCollapsed: false,
    });
    return summary;
  };
}

function indexOf(page: SessionPage): SummariesById {
  const known = indexes.get(page);
  if (known !== undefined) return known;
  const sessions = page.rows.flatMap((row) => (row.kind === 'session' ? [row.session] : []));
  const index = new Map(sessions.map((session) => [session.sessionId, session]));
  indexes.set(page, index);
  return index;
}
