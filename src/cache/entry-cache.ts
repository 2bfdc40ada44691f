/** List entries by session id, left behind by the pages that flowed by in this isolate. */

import type { SessionPage } from '../domain/page.ts';
import type { SessionSummary } from '../domain/session.ts';
import { type Copy, type FreshnessClass, judgeCopy, type StaleWindows } from './copy.ts';
import type { Lease } from './lease.ts';
import type { MemoryStore } from './memory-store.ts';
import { type FreshnessTimes, isRunning } from './page-freshness.ts';
import type { CacheReport } from './report.ts';

/** What an isolate remembers of entries, under every partition. */
export interface EntryMemory {
  readonly entries: MemoryStore<Copy<SessionSummary>>;
  /** Pages whose entries are in there already. */
  readonly noted: WeakSet<SessionPage>;
}

export interface EntryCacheParts {
  readonly memory: EntryMemory;
  readonly partition: string;
  readonly lease: Lease;
  readonly report: CacheReport;
  readonly freshForMs: FreshnessTimes;
  readonly windows: StaleWindows;
  /** Copies from before, milliseconds since the epoch, do not count. */
  readonly freshNotBefore: () => Promise<number>;
  readonly now: () => number;
}

export interface EntryCache {
  note(page: SessionPage): void;
  /** Null when no fresh entry is known. @throws UpstreamError when upstream refuses the credential. */
  recall(sessionId: string): Promise<SessionSummary | null>;
}

export function createEntryCache(parts: EntryCacheParts): EntryCache {
  const { memory, partition, freshForMs } = parts;
  return {
    note(page) {
      if (memory.noted.has(page)) return;
      memory.noted.add(page);
      for (const row of page.rows) {
        if (row.kind !== 'session') continue;
        const freshness = classifyEntry(row.session);
        const copy = {
          value: row.session,
          fetchedAt: page.fetchedAt,
          freshness,
          freshForMs: freshForMs[freshness],
        };
        const name = `${partition}/${row.session.sessionId}`;
        if ((memory.entries.get(name)?.fetchedAt ?? 0) > page.fetchedAt) continue;
        memory.entries.put(name, copy, JSON.stringify(row.session).length);
      }
    },
    async recall(sessionId) {
      const copy = memory.entries.get(`${partition}/${sessionId}`);
      if (copy === null) return null;
      const demand = { notBefore: 0, unlessSettled: true, freshNotBefore: await parts.freshNotBefore() };
      const isFresh = judgeCopy(copy, demand, parts.windows, parts.now()) === 'fresh';
      if (!isFresh || !(await parts.lease.ensure())) return null;
      const { fetchedAt, freshness } = copy;
      parts.report.record({
        unit: `entry ${sessionId}`,
        source: 'memory',
        state: 'fresh',
        fetchedAt,
        freshness,
        freshForMs: copy.freshForMs,
        why: explainSession(freshness),
        isCollapsed: false,
      });
      return copy.value;
    },
  };
}

/** Why a session is fresh for so long, for people. */
export function explainSession(freshness: FreshnessClass): string {
  if (freshness === 'head') return 'there was none of this id';
  return freshness === 'running' ? 'it is running' : 'it has ended';
}

/** A session that has ended does not change any more. */
function classifyEntry(session: SessionSummary): FreshnessClass {
  return isRunning(session) || session.stoppedAt === null ? 'running' : 'settled';
}
