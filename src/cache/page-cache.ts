/** Pages through the cache. Every page that flows by also leaves its sessions behind, to be found by id. */

import type { PageRequest, ReadPage, SessionPage } from '../domain/page.ts';
import type { CopyDemand } from './copy.ts';
import { classifyPage, explainPage } from './page-freshness.ts';
import type { ReadThrough } from './read-through.ts';

/** `rowsCreatedBefore`: creation time that bounds the page's rows, milliseconds since the epoch; null when not known. */
export type FetchPage = (
  request: PageRequest,
  demand: CopyDemand,
  rowsCreatedBefore: number | null,
) => Promise<SessionPage>;

export interface PageCacheParts {
  readonly readThrough: ReadThrough;
  /** Reads from upstream, or from a cache in front of it that meets the demand. @throws UpstreamError */
  readonly fetchPage: FetchPage;
  readonly settleHorizonMs: number;
  /** Copies from before, milliseconds since the epoch, are for errors only; 0 for readers who do not mind. */
  readonly freshNotBefore: () => Promise<number>;
  readonly onPage: (page: SessionPage) => void;
}

export function createPageCache(parts: PageCacheParts): ReadPage {
  return async (request, { notBefore, unlessSettled, createdBefore }) => {
    const freshNotBefore = await parts.freshNotBefore();
    const demand = { notBefore, unlessSettled, freshNotBefore };
    const page = await parts.readThrough.read(
      {
        text: `page ${JSON.stringify(request)}`,
        isValue: isSessionPage,
        fetch: async () => {
          const value = await parts.fetchPage(request, demand, createdBefore);
          return { value, fetchedAt: value.fetchedAt };
        },
        explain: (freshness) => explainPage(request, freshness),
        classify: ({ value }) => classifyPage(request, value, createdBefore, parts.settleHorizonMs),
      },
      demand,
    );
    parts.onPage(page);
    return page;
  };
}

export function isSessionPage(value: unknown): value is SessionPage {
  return typeof value === 'object' && value !== null && 'rows' in value && Array.isArray(value.rows);
}
