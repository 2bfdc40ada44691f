/** One reader's way to what upstream knows, through the cache: what the request's loaders read from. */

import { createEdgeTier } from '../cache/edge-tier.ts';
import { createEntryCache } from '../cache/entry-cache.ts';
import { type AwaitCompletion, governCompletion } from '../cache/govern-completion.ts';
import { createPageCache, type FetchPage, isSessionPage } from '../cache/page-cache.ts';
import { createEdgeMarks, createPurgeMarks, toMarkSeconds } from '../cache/purge-marks.ts';
import { createReadThrough } from '../cache/read-through.ts';
import { createDetailCache, createErrorGroupCache } from '../cache/session-cache.ts';
import type { CallAllowance } from '../checkly/call-allowance.ts';
import type { Credential } from '../credentials/credential.ts';
import type { Host } from '../host.ts';
import type { ReaderSources } from '../loaders/session-loaders.ts';
import { createLoopbackPages } from '../pages/loopback-pages.ts';
import type { ServerContext } from '../server-context.ts';
import { openReaderCore, type ReaderCore } from './reader-core.ts';

export interface CachedSources {
  readonly sources: ReaderSources;
  readonly awaitCompletion: AwaitCompletion;
  readonly allowance: CallAllowance;
}

/** Everything in it belongs to one request of one reader. */
export function openCachedSources(host: Host, context: ServerContext, credential: Credential): CachedSources {
  const { config, isolate, report, keepAlive, wishes } = context;
  const { freshForMs, windows, settleHorizonMs, sharedTier } = config.cache;
  const core = openReaderCore(host, context, credential);
  const { partition, allowance, budget, client, edge, lease } = core;
  const shared = {
    partition,
    settings: config.cache,
    flights: isolate.flights,
    lease,
    budget,
    report,
    now: host.now,
    remainingMs: allowance.remainingMs,
    keepAlive,
    isStoring: !wishes.isNotStored,
  };
  const tiers = edge === null ? [isolate.copies] : [isolate.copies, createEdgeTier(edge)];
  const readThrough = createReadThrough({ ...shared, tiers });
  // Behind Workers Cache the Cache API would only keep every page a second time.
  const isBehindWorkersCache = sharedTier === 'workers-cache';
  const readPages = isBehindWorkersCache
    ? createReadThrough({ ...shared, tiers: [isolate.copies] })
    : readThrough;
  const freshNotBefore = openFreshNotBefore(host, context, core);
  const entryParts = { memory: isolate.entries, partition, lease, report, freshForMs, windows };
  const entries = createEntryCache({ ...entryParts, freshNotBefore, now: host.now });
  const byId = { readThrough, freshNotBefore, now: host.now };
  return {
    allowance,
    awaitCompletion: governCompletion(client.awaitCompletion, budget, lease),
    sources: {
      readPage: createPageCache({
        readThrough: readPages,
        fetchPage: openPageFetch(host, context, core),
        settleHorizonMs,
        freshNotBefore,
        onPage: wishes.isNotStored ? () => {} : entries.note,
      }),
      readDetail: createDetailCache({ ...byId, fetch: client.getSession }),
      readErrorGroup: createErrorGroupCache({ ...byId, fetch: client.getErrorGroup }),
      async readErrorGroupPage(request) {
        await budget.take(true);
        const page = await client.listErrorGroups(request);
        budget.accept();
        return page;
      },
      recallSummary: entries.recall,
      pageSize: config.upstreamPageSize,
    },
  };
}

function openPageFetch(host: Host, { config, fetchLoopback }: ServerContext, core: ReaderCore): FetchPage {
  const { partition, credential, lease, client, budget, allowance, countUpstreamCall } = core;
  if (config.cache.sharedTier !== 'workers-cache' || fetchLoopback === null) return client.listSessions;
  const parts = {
    fetchLoopback,
    partition,
    credential,
    lease,
    windows: config.cache.windows,
    host,
    remainingMs: allowance.remainingMs,
    fetchDirectly: client.listSessions,
    onUpstreamCall: countUpstreamCall,
    onCacheHit: budget.giveBack,
  };
  return createLoopbackPages(parts, isSessionPage);
}

/** From when on copies count as fresh: since the last purge, and for a reader who says `no-cache` since just now. */
function openFreshNotBefore(host: Host, context: ServerContext, core: ReaderCore): () => Promise<number> {
  const { config, wishes } = context;
  const isFreshOnly = wishes.isFreshOnly && core.credential.source !== 'public';
  const wishedMs = isFreshOnly ? host.now() - config.cache.noCacheFloorMs : 0;
  let purgedAt: Promise<number> | null = null;
  return async () => {
    purgedAt ??= readPurge(host, context, core);
    return Math.max(await purgedAt, wishedMs);
  };
}

function readPurge(
  host: Host,
  { config, isolate, accounts }: ServerContext,
  { edge, accountTag }: ReaderCore,
): Promise<number> {
  const edgeMarks = edge === null ? null : createEdgeMarks(edge, toMarkSeconds(config.cache));
  const marks = createPurgeMarks(
    isolate.marks,
    accounts?.marks ?? edgeMarks,
    host.now,
    config.cache.memoryMaxAgeMs,
  );
  return marks.purgedAt(accountTag);
}
