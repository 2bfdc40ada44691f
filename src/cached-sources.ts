/** One reader's way to what upstream knows, through the cache: what the request's loaders read from. */

import { type CallBudget, createCallBudget } from './cache/call-budget.ts';
import { createEdgeStore, type EdgeStore } from './cache/edge-store.ts';
import { createEdgeTier } from './cache/edge-tier.ts';
import { createEntryCache } from './cache/entry-cache.ts';
import type { Governor } from './cache/governor.ts';
import { createLease, type Lease } from './cache/lease.ts';
import { createPageCache, isSessionPage } from './cache/page-cache.ts';
import { toAccountTag, toPartition } from './cache/partition.ts';
import { createEdgeMarks, createPurgeMarks, toMarkSeconds } from './cache/purge-marks.ts';
import { createReadThrough } from './cache/read-through.ts';
import { createDetailCache, createErrorGroupCache } from './cache/session-cache.ts';
import { createSharedGovernor } from './cache/shared-governor.ts';
import { type CallAllowance, createCallAllowance } from './checkly/call-allowance.ts';
import { type ChecklyClient, createChecklyClient } from './checkly/client.ts';
import type { Credential } from './credentials/credential.ts';
import type { Host } from './host.ts';
import type { ReaderSources } from './loaders/session-reader.ts';
import { createLoopbackPages, type FetchPage } from './pages/loopback-pages.ts';
import type { ServerContext } from './server-context.ts';

export interface CachedSources {
  readonly sources: ReaderSources;
  readonly client: ChecklyClient;
  readonly lease: Lease;
  readonly allowance: CallAllowance;
}

/** Everything in it belongs to one request of one reader. */
export function openCachedSources(host: Host, context: ServerContext, credential: Credential): CachedSources {
  const { config, isolate, report, keepAlive, wishes } = context;
  const settings = config.cache;
  const partition = toPartition(credential, settings.partitionSecret);
  const accountTag = toAccountTag(credential, settings.partitionSecret);
  const budget = createCallBudget(openGovernor(host, context), accountTag);
  const countUpstreamCall = (): void => {
    budget.count();
    report.countUpstreamCall();
  };
  const allowance = createCallAllowance(host, {
    budget: config.subrequestBudget,
    timeoutMs: config.requestTimeoutMs,
    onUpstreamCall: countUpstreamCall,
  });
  const client = createChecklyClient(host, config.checkly, credential, allowance);
  const edge =
    settings.sharedTier === 'none' ? null : createEdgeStore(host.edgeCache, allowance.spendOnCache);
  const lease = openLease(host, context, credential, { client, budget, partition, edge });
  const parts = {
    partition,
    tiers: edge === null ? [isolate.copies] : [isolate.copies, createEdgeTier(edge)],
    settings,
    flights: isolate.flights,
    lease,
    budget,
    report,
    now: host.now,
    keepAlive,
    isStoring: !wishes.isNotStored,
  };
  const readThrough = createReadThrough(parts);
  // Behind Workers Cache the Cache API would only keep every page a second time.
  const isBehindWorkersCache = settings.sharedTier === 'workers-cache';
  const readPages = isBehindWorkersCache
    ? createReadThrough({ ...parts, tiers: [isolate.copies] })
    : readThrough;
  const isFreshOnly = wishes.isFreshOnly && credential.source !== 'public';
  const now = host.now();
  const freshNotBefore = once(async () =>
    Math.max(
      await readPurge(host, context, edge, accountTag),
      isFreshOnly ? now - settings.noCacheFloorMs : 0,
    ),
  );
  const entries = createEntryCache({
    memory: isolate.entries,
    partition,
    lease,
    report,
    freshForMs: settings.freshForMs,
    windows: settings.windows,
    freshNotBefore,
    now: host.now,
  });
  const byId = { readThrough, freshNotBefore, now: host.now };
  return {
    client,
    lease,
    allowance,
    sources: {
      readPage: createPageCache({
        readThrough: readPages,
        fetchPage: openPageFetch(host, context, credential, {
          partition,
          lease,
          client,
          budget,
          allowance,
          countUpstreamCall,
        }),
        settleHorizonMs: settings.settleHorizonMs,
        freshNotBefore,
        onPage: wishes.isNotStored ? () => {} : entries.note,
      }),
      readDetail: createDetailCache({ ...byId, fetch: client.getSession }),
      readErrorGroup: createErrorGroupCache({ ...byId, fetch: client.getErrorGroup }),
      recallEntry: entries.recall,
      pageSize: config.upstreamPageSize,
    },
  };
}

function openGovernor(host: Host, { isolate, accounts }: ServerContext): Governor {
  if (accounts === null) return isolate.governor;
  return createSharedGovernor(isolate.credits, accounts, isolate.governor, host.now);
}

interface PageFetchParts {
  readonly partition: string;
  readonly lease: Lease;
  readonly client: ChecklyClient;
  readonly budget: CallBudget;
  readonly allowance: CallAllowance;
  readonly countUpstreamCall: () => void;
}

function openPageFetch(
  host: Host,
  { config, fetchLoopback }: ServerContext,
  credential: Credential,
  { partition, lease, client, budget, allowance, countUpstreamCall }: PageFetchParts,
): FetchPage {
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

interface LeaseParts {
  readonly client: ChecklyClient;
  readonly budget: CallBudget;
  readonly partition: string;
  /** Null where there is no shared tier. */
  readonly edge: EdgeStore | null;
}

function openLease(
  host: Host,
  { config, isolate, keepAlive }: ServerContext,
  { accountId }: Credential,
  { client, budget, partition, edge }: LeaseParts,
): Lease {
  const verify = async (account: string): Promise<void> => {
    await budget.take(true);
    await client.checkAccount(account);
  };
  return createLease({
    partition,
    memory: isolate.leases,
    edge,
    flights: isolate.flights,
    now: host.now,
    leaseMs: config.cache.leaseMs,
    stretchMs: config.cache.windows.ifErrorMs,
    verify: accountId === null ? null : () => verify(accountId),
    keepAlive,
  });
}

function readPurge(
  host: Host,
  { config, isolate, accounts }: ServerContext,
  edge: EdgeStore | null,
  accountTag: string,
): Promise<number> {
  const shared =
    accounts?.marks ?? (edge === null ? null : createEdgeMarks(edge, toMarkSeconds(config.cache)));
  return createPurgeMarks(isolate.marks, shared, host.now, config.cache.memoryMaxAgeMs).purgedAt(accountTag);
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | null = null;
  return () => {
    made ??= make();
    return made;
  };
}
