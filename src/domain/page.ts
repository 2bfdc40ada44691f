/** One upstream page: how it is asked for, and what it holds. */

import type { PageFilter } from './filter.ts';
import type { SessionSummary } from './session.ts';

export interface PageRequest {
  readonly filter: PageFilter;
  /** Rows asked for, 1 to 100. */
  readonly size: number;
  /** The upstream's opaque token; null for the head of the list. */
  readonly token: string | null;
}

/** What a page has to meet beyond the request for it. Times are milliseconds since the epoch. */
export interface PageReadOptions {
  /** Cache entries fetched before this time are not good enough; 0 takes any. */
  readonly notBefore: number;
  /** Whether a page that can hardly change any more is good enough however long ago it was fetched. */
  readonly unlessSettled: boolean;
  /** The page's sessions were created before this time; null when that is not known. */
  readonly createdBefore: number | null;
  /**
   * The session that the page was read after; null at the head, and where reading begins inside the page. A token
   * that counts rows names other rows after another session.
   */
  readonly precededBy: string | null;
}

export type PageRow =
  | { readonly kind: 'session'; readonly session: SessionSummary }
  /** An entry that broke the contract; `problem` names the field, never its value. */
  | { readonly kind: 'malformed'; readonly problem: string };

export interface SessionPage {
  readonly rows: readonly PageRow[];
  /** Null on the last page. */
  readonly nextToken: string | null;
  /** When upstream answered, milliseconds since the epoch. Set once by the client; travels through every cache. */
  readonly fetchedAt: number;
}

/** Reads one page. @throws UpstreamError */
export type ReadPage = (request: PageRequest, options: PageReadOptions) => Promise<SessionPage>;
