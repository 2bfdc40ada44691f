/** Pages through the inner entrypoint, where Workers Cache keeps them; straight from upstream where that will not do. */

import { type Copy, judgeCopy, type StaleWindows } from '../cache/copy.ts';
import { isPassingTrouble, type Lease } from '../cache/lease.ts';
import type { FetchPage } from '../cache/page-cache.ts';
import type { PageRequest, SessionPage } from '../domain/page.ts';
import { UpstreamError } from '../errors/upstream-error.ts';
import type { Host } from '../host.ts';
import { readCalls, readPageResponse } from './page-answer.ts';
import { type LoopbackCredential, toLoopbackRequest } from './page-request.ts';

/** Calls the inner entrypoint with `partition` in its props. */
export type FetchLoopback = (partition: string, request: Request) => Promise<Response>;

export interface LoopbackParts {
  readonly fetchLoopback: FetchLoopback;
  readonly partition: string;
  readonly credential: LoopbackCredential;
  readonly lease: Lease;
  readonly windows: StaleWindows;
  readonly host: Pick<Host, 'now' | 'sleep'>;
  /** Time left for the whole request, milliseconds. */
  readonly remainingMs: () => number;
  /** Reads from upstream itself. @throws UpstreamError */
  readonly fetchDirectly: (request: PageRequest) => Promise<SessionPage>;
  /** The inner entrypoint asked upstream. */
  readonly onUpstreamCall: () => void;
  /** A cache answered, and upstream was not asked. */
  readonly onCacheHit: () => void;
}

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
    const startedAt = parts.host.now();
    const request = toLoopbackRequest({ credential: parts.credential, page, rowsCreatedBefore });
    const answer = await inTime(parts, askLoopback(parts, request));
    if (answer === null || !isPage(answer.copy.value)) return parts.fetchDirectly(page);
    const { copy, calls } = answer;
    const cached = answer.copy.value;
    if (copy.fetchedAt >= startedAt) {
      countCalls(parts, calls);
      return cached;
    }
    parts.onCacheHit();
    const verdict = judgeCopy(copy, demand, parts.windows, parts.host.now());
    const isGoodEnough = verdict === 'fresh' || verdict === 'stale';
    if (isGoodEnough && (await parts.lease.ensure())) return cached;
    return fetchOrCover(parts, page, verdict === 'gone' ? null : cached);
  };
}

/** Upstream's word, or what the cache had where upstream fails. @throws UpstreamError */
async function fetchOrCover(
  { fetchDirectly, lease }: LoopbackParts,
  page: PageRequest,
  cached: SessionPage | null,
): Promise<SessionPage> {
  try {
    return await fetchDirectly(page);
  } catch (error) {
    const isCovered = error instanceof UpstreamError && isPassingTrouble(error.failure);
    if (cached === null || !isCovered || !(await lease.isStretchable())) throw error;
    return cached;
  }
}

interface LoopbackAnswer {
  readonly copy: Copy<unknown>;
  /** Upstream calls that it cost when it was made. */
  readonly calls: number;
}

function countCalls({ onUpstreamCall }: LoopbackParts, calls: number): void {
  for (let i = 0; i < calls; i += 1) onUpstreamCall();
}

/** Null when the loopback, or the cache in front of it, fails: a failing cache is a miss. @throws UpstreamError */
async function askLoopback(parts: LoopbackParts, request: Request): Promise<LoopbackAnswer | null> {
  try {
    const response = await parts.fetchLoopback(parts.partition, request);
    const calls = readCalls(response);
    // A failure is never out of a cache: what it cost is of now.
    if (response.status !== 200) countCalls(parts, calls);
    const copy = await readPageResponse(response);
    return copy === null ? null : { copy, calls };
  } catch (error) {
    if (error instanceof UpstreamError) throw error;
    return null;
  }
}

/** The inner entrypoint has a time of its own; the reader's goes on meanwhile. @throws UpstreamError when it is over */
async function inTime<Value>({ host, remainingMs }: LoopbackParts, work: Promise<Value>): Promise<Value> {
  const settled = new AbortController();
  const timeout = host.sleep(remainingMs(), settled.signal).then(() => {
    if (!settled.signal.aborted) throw new UpstreamError({ kind: 'timeout', isOfRequest: true });
  });
  try {
    return await Promise.race([work, timeout.then(() => work)]);
  } finally {
    settled.abort();
    work.catch(() => {});
  }
}
