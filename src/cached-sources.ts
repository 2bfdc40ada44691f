/** One reader's way to what upstream knows, through the cache: what the request's loaders read from. */

import { createEdgeStore, type EdgeStore } from './cache/edge-store.ts';
import { createEdgeTier } from './cache/edge-tier.ts';
import { createEntryCache } from './cache/entry-cache.ts';
import type { Governor } from './cache/governor.ts';
import { createLease, type Lease } from './cache/lease.ts';
import { createPageCache, isSessionPage } from './cache/page-cache.ts';
import { toAccountTag, toPartition } from './cache/partition.ts';
import { createEdgeMarks, createPurgeMarks } from './cache/purge-marks.ts';
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
  const governor = openGovernor(host, context);
  const countUpstreamCall = (): void => {
    governor.count(accountTag);
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
  const lease = openLease(host, context, credential, client, partition, edge);
  const readThrough = createReadThrough({
    partition,
    accountTag,
    tiers: edge === null ? [isolate.copies] : [isolate.copies, createEdgeTier(edge)],
    settings,
    flights: isolate.flights,
    lease,
    governor,
    report,
    now: host.now,
    keepAlive,
    isStoring: !wishes.isNotStored,
  });
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
        readThrough,
        fetchPage: openPageFetch(host, context, credential, { partition, lease, client, countUpstreamCall }),
        settleHorizonMs: settings.settleHorizonMs,
        freshNotBefore,
        onPage: entries.note,
      }),
      readDetail: createDetailCache({ ...byId, fetch: client.getSession }),
      readErrorGroup: createErrorGroupCache({ ...byId, fetch: client.getErrorGroup }),
      recallEntry: entries.recall,
      pageSize: config.upstreamPageSize,
      now,
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
  readonly countUpstreamCall: () => void;
}

function openPageFetch(
  host: Host,
  { config, fetchLoopback }: ServerContext,
  credential: Credential,
  { partition, lease, client, countUpstreamCall }: PageFetchParts,
): FetchPage {
  if (config.cache.sharedTier !== 'workers-cache' || fetchLoopback === null) return client.listSessions;
  const parts = {
    fetchLoopback,
    partition,
    credential,
    lease,
    windows: config.cache.windows,
    now: host.now,
    fetchDirectly: client.listSessions,
    onUpstreamCall: countUpstreamCall,
  };
  return createLoopbackPages(parts, isSessionPage);
}

function openLease(
  host: Host,
  { config, isolate, keepAlive }: ServerContext,
  { accountId }: Credential,
  client: ChecklyClient,
  partition: string,
  edge: EdgeStore | null,
): Lease {
  return createLease({
    partition,
    memory: isolate.leases,
    edge,
    flights: isolate.flights,
    now: host.now,
    leaseMs: config.cache.leaseMs,
    stretchMs: config.cache.windows.ifErrorMs,
    verify: accountId === null ? null : () => client.checkAccount(accountId),
    keepAlive,
  });
}

function readPurge(
  host: Host,
  { config, isolate, accounts }: ServerContext,
  edge: EdgeStore | null,
  accountTag: string,
): Promise<number> {
  const { memoryMaxAgeMs, windows, freshForMs } = config.cache;
  const keepForSeconds = (windows.ifErrorMs + freshForMs.closed) / 1000;
  const shared = accounts?.marks ?? (edge === null ? null : createEdgeMarks(edge, keepForSeconds));
  return createPurgeMarks(isolate.marks, shared, host.now, memoryMaxAgeMs).purgedAt(accountTag);
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | null = null;
  return () => {
    made ??= make();
    return made;
  };
}
