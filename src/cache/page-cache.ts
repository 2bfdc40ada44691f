/** Pages of the list through the cache. */

import type { PageReadOptions, PageRequest, SessionPage } from '../domain/page.ts';
import type { CallOptions, Received } from '../domain/upstream.ts';
import { classifyPage, explainPage } from './freshness.ts';
import type { ReadThrough } from './read-through.ts';

/** `precededBy`: the session that the page is read after; null when not known. @throws UpstreamError */
export type FetchPage = (
  request: PageRequest,
  precededBy: string | null,
  options: CallOptions,
) => Promise<Received<SessionPage>>;

/** The text that names a page within a partition starts with this. */
export const pageUnitPrefix = 'page ';

export function createPageCache(
  readThrough: ReadThrough,
  fetchPage: FetchPage,
  settleHorizonMs: number,
): (request: PageRequest, options: PageReadOptions) => Promise<SessionPage> {
  return (request, options) =>
    readThrough.read(
      {
        text: pageUnitPrefix + JSON.stringify(request),
        isValue: isSessionPage,
        fetch: (call) => fetchPage(request, options.precededBy, call),
        classify: (page) => classifyPage(request, page, options.createdBefore, settleHorizonMs),
        explain: (freshness) => explainPage(request, freshness),
      },
      options,
    );
}

export function isSessionPage(value: unknown): value is SessionPage {
  return typeof value === 'object' && value !== null && 'rows' in value && Array.isArray(value.rows);
}
