/** Pages through the inner entrypoint, where Workers Cache keeps them; straight from upstream where that will not do. */

import { type CopyDemand, judgeCopy, type StaleWindows } from '../cache/copy.ts';
import type { Lease } from '../cache/lease.ts';
import type { PageRequest, SessionPage } from '../domain/page.ts';
import { readPageResponse } from './page-answer.ts';
import { type LoopbackCredential, toLoopbackRequest } from './page-request.ts';

/** Calls the inner entrypoint with `partition` in its props. */
export type FetchLoopback = (partition: string, request: Request) => Promise<Response>;

export interface LoopbackParts {
  readonly fetchLoopback: FetchLoopback;
  readonly partition: string;
  readonly credential: LoopbackCredential;
  readonly lease: Lease;
  readonly windows: StaleWindows;
  readonly now: () => number;
  /** Reads from upstream itself. @throws UpstreamError */
  readonly fetchDirectly: (request: PageRequest) => Promise<SessionPage>;
  /** The inner entrypoint asked upstream. */
  readonly onUpstreamCall: () => void;
  /** A cache answered, and upstream was not asked. */
  readonly onCacheHit: () => void;
}

export type FetchPage = (
  request: PageRequest,
  demand: CopyDemand,
  rowsCreatedBefore: number | null,
) => Promise<SessionPage>;

/** A Worker may call itself 32 times for one request; some are left for other things. */
const maxLoopbacks = 24;

export function createLoopbackPages(
  parts: LoopbackParts,
  isPage: (value: unknown) => value is SessionPage,
): FetchPage {
  let loopbacks = 0;
  return async (page, demand, rowsCreatedBefore) => {
    loopbacks += 1;
    if (loopbacks > maxLoopbacks) return parts.fetchDirectly(page);
    const startedAt = parts.now();
    const request = toLoopbackRequest({ credential: parts.credential, page, rowsCreatedBefore });
    const copy = await readPageResponse(await parts.fetchLoopback(parts.partition, request));
    if (!isPage(copy.value)) return parts.fetchDirectly(page);
    if (copy.fetchedAt >= startedAt) {
      parts.onUpstreamCall();
      return copy.value;
    }
    parts.onCacheHit();
    const verdict = judgeCopy(copy, demand, parts.windows, parts.now());
    const isGoodEnough = verdict === 'fresh' || verdict === 'stale';
    return isGoodEnough && (await parts.lease.ensure()) ? copy.value : parts.fetchDirectly(page);
  };
}
