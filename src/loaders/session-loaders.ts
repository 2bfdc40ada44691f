/** What one request reads of sessions: pages, sessions by id, their list entries, details and error groups. Each once. */

import type {
  ErrorGroup,
  ErrorGroupPage,
  ErrorGroupPageRequest,
  ErrorGroupReadOptions,
  ReadErrorGroup,
  ReadErrorGroupPage,
} from '../domain/error-group.ts';
import type { ReadPage } from '../domain/page.ts';
import type { SessionSummary } from '../domain/session.ts';
import type { ReadDetail, SessionDetail } from '../domain/session-detail.ts';
import { type SessionSource, toListedSource, toLookedUpSource } from '../domain/session-source.ts';
import { createKnownSummaries, type RecallSummary } from './known-summaries.ts';
import { createPageLoader } from './page-loader.ts';
import { createRequestLoader } from './request-loader.ts';
import { toSettledResults } from './settle.ts';
import { createSummaryLoader } from './summary-loader.ts';

/** Where the loaders read from: caches, with upstream behind them. */
export interface ReaderSources {
  readonly readPage: ReadPage;
  readonly readDetail: ReadDetail;
  readonly readErrorGroup: ReadErrorGroup;
  readonly readErrorGroupPage: ReadErrorGroupPage;
  readonly recallSummary: RecallSummary;
  /** Rows asked from upstream at a time, 1 to 100. */
  readonly pageSize: number;
}

/** Every method rejects with UpstreamError when upstream fails it. */
export interface SessionLoaders {
  readonly readPage: ReadPage;
  /** A session by Checkly's id; null when there is none. */
  findSession(sessionId: string): Promise<SessionSource | null>;
  /** The list entry of a session that was looked up, no older than its detail where it tells otherwise. */
  loadSummary(detail: SessionDetail): Promise<SessionSummary>;
  /** Null when there is no session of this id. */
  loadDetail(sessionId: string): Promise<SessionDetail | null>;
  /** Null when there is no error group of this id. */
  loadErrorGroup(errorGroupId: string): Promise<ErrorGroup | null>;
  readonly readErrorGroupPage: ReadErrorGroupPage;
}

export function createSessionLoaders(sources: ReaderSources): SessionLoaders {
  const knownSummaries = createKnownSummaries(sources.recallSummary);
  const loadPage = createPageLoader(sources.readPage);
  const readPage: ReadPage = (request, options) => {
    const page = loadPage(request, options);
    knownSummaries.watch(page);
    return page;
  };
  const loadDetail = createIdLoader(sources.readDetail);
  const findSession = createIdLoader(async (sessionId) => {
    const entry = await knownSummaries.find(sessionId);
    if (entry !== null) return toListedSource(entry);
    const detail = await loadDetail(sessionId);
    return detail === null ? null : toLookedUpSource(detail);
  });
  return {
    readPage,
    findSession,
    loadDetail,
    loadSummary: createSummaryLoader({ readPage, knownSummaries, pageSize: sources.pageSize }),
    loadErrorGroup: createIdLoader(sources.readErrorGroup),
    readErrorGroupPage: createErrorGroupPageLoader(sources.readErrorGroupPage),
  };
}

function createErrorGroupPageLoader(read: ReadErrorGroupPage): ReadErrorGroupPage {
  const load = createRequestLoader<[ErrorGroupPageRequest, ErrorGroupReadOptions], ErrorGroupPage>(
    (keys) => toSettledResults(keys.map((key) => read(...key))),
    (key) => JSON.stringify(key),
  );
  return (request, options) => load([request, options]);
}

function createIdLoader<Value>(read: (id: string) => Promise<Value>): (id: string) => Promise<Value> {
  return createRequestLoader<string, Value>(
    (ids) => toSettledResults(ids.map(read)),
    (id) => id,
  );
}
