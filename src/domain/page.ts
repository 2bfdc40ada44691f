/** One upstream page: how it is asked for, and what it holds. */

import type { PageFilter } from './filter.ts';
import { classifyPage, explainPage } from './freshness.ts';
import type { ReadOptions, Resource } from './resource.ts';
import type { SessionSummary } from './session.ts';

export interface PageRequest {
  readonly filter: PageFilter;
  /** Rows asked for, 1 to 100. The page may hold fewer, and another follow. */
  readonly size: number;
  /** The upstream's opaque token; null for the head of the list. */
  readonly token: string | null;
}

export type PageRow =
  | { readonly kind: 'session'; readonly session: SessionSummary }
  /** An entry that broke the contract; `problem` names the field, never its value. */
  | {
      readonly kind: 'malformed';
      readonly problem: string;
      /** Null when that cannot be read either, or is nothing for this account to know. */
      readonly sessionId: string | null;
      /** Milliseconds since the epoch; null when that cannot be read either. */
      readonly createdAt: number | null;
    };

export interface SessionPage {
  readonly rows: readonly PageRow[];
  /** Null on the last page. */
  readonly nextToken: string | null;
  /** When upstream answered, milliseconds since the epoch. Set once by the client; travels through every cache. */
  readonly fetchedAt: number;
}

export const sessionPages: Resource<PageRequest, SessionPage> = {
  name: 'page',
  isValue: (value): value is SessionPage =>
    typeof value === 'object' && value !== null && 'rows' in value && Array.isArray(value.rows),
  classify: (page, { key, createdBefore, settleHorizonMs }) =>
    classifyPage(key, page, createdBefore, settleHorizonMs),
  explain: (freshness, request, page) => explainPage(request, page, freshness),
};

/** Reads one page. @throws UpstreamError */
export type ReadPage = (request: PageRequest, options: ReadOptions) => Promise<SessionPage>;
