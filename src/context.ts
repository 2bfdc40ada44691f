/** What one request has: the only place where the layers are wired, once per request, with the first field that needs them. */

import {
  type AccountAccess,
  type AccountAccessParts,
  createAccountAccess,
} from './account/account-access.ts';
import type { AccountStub } from './account/account-contract.ts';
import { createEndedSessions } from './cache/ended-sessions.ts';
import { createEntryStore } from './cache/entry-store.ts';
import { createReadThrough, type ReadThrough } from './cache/read-through.ts';
import { createKnownSummaries, createResourceCache } from './cache/resource-cache.ts';
import { createChecklyClient } from './checkly/client.ts';
import { toFailureLine } from './checkly/failure-line.ts';
import { type Reader, toLogName } from './credentials/reader.ts';
import type { SessionFilter } from './domain/filter.ts';
import type { Prefetch } from './domain/resource.ts';
import { readTraceparent } from './domain/trace-context.ts';
import type { TracedRequest } from './domain/upstream.ts';
import type { Host } from './host.ts';
import { toCompletionSource } from './loaders/completion-source.ts';
import { createLoaders, type Loaders } from './loaders/loaders.ts';
import { type CompletionSource, watchCompletion } from './loaders/watch-completion.ts';
import { paginate } from './pagination/paginate.ts';
import { toChangeTime } from './pagination/session-listing.ts';
import { createWalks, type Walk } from './pagination/session-walk.ts';
import type { WalkMemory } from './pagination/walk-memory.ts';
import { createRequestBudget, type RequestBudget } from './request-budget.ts';
import type { ResolverContext } from './schema/context.ts';
import subgraphSdl from './schema/federation/subgraph.graphql';
import { createQueryCostLimit } from './schema/query-cost.ts';
import type { ServerContext } from './server-context.ts';
import { createEdgeStore } from './storage/edge-store.ts';

export function createRequestContext(host: Host, context: ServerContext, request: Request): ResolverContext {
  const { config, identified, trace, meter } = context;
  const now = host.now();
  let opened: OpenedRequest | null = null;
  const open = (): OpenedRequest => {
    if (opened !== null) return opened;
    const reader = identified.open();
    opened = openRequest(withRequestId(host, context.requestId), context, reader, {
      waiting: { id: context.requestId, gone: request.signal },
      traced: toTraced(context.requestId, reader, request),
    });
    return opened;
  };
  return {
    now,
    maxPageSize: config.maxPageSize,
    queryCost: createQueryCostLimit(config.maxDetailsPerRequest),
    meter,
    subgraphSdl,
    paginate: async (createListing, args) => {
      const { loaders, prefetch, cursorAccount } = open();
      const listing = createListing({
        load: loaders.load,
        pageSize: config.upstreamPageSize,
        accountId: cursorAccount,
        sign: context.signCursor,
        now,
      });
      trace.expireAt(listing.changesAt);
      const connection = await paginate(listing, args);
      if (config.cache.isPrefetching)
        context.keepAlive(context.whenAnswered.then(() => connection.readAhead(prefetch)).catch(() => {}));
      return connection;
    },
    accountId: () => open().accountId,
    loaders: () => open().loaders,
    walk: async (filter) => {
      const { walk } = open();
      trace.expireAt(toChangeTime(filter, now));
      return walk(filter);
    },
    buckets: context.isolate.buckets,
    watchCompletion: (sessionId) =>
      watchCompletion(
        open().completions(config.subscriptionMaxMs, context.ending),
        sessionId,
        request.signal,
      ),
  };
}

/** What reading needs of the server's context. */
export type RequestParts = Omit<
  ServerContext,
  'requestId' | 'identified' | 'asked' | 'meter' | 'clientLimiter' | 'clientLimit' | 'whenAnswered'
>;

interface OpenedRequest {
  readonly accountId: string | null;
  /** What cursors are bound to: the account, or a name for it where a service key came without one. */
  readonly cursorAccount: string;
  readonly loaders: Loaders;
  readonly prefetch: Prefetch;
  /** All sessions of a filter, as far as bounds allow; the same filter is walked once. @throws UpstreamError */
  walk(filter: SessionFilter): Promise<Walk>;
  completions(maxMs: number, ending?: AbortSignal): CompletionSource;
}

/** The request that asks: who waits in this isolate, and how the log and tracing name it. */
type Asking = Pick<AccountAccessParts, 'waiting' | 'traced'>;

/** One reader's way through loaders, cache and client, for one request. */
export function openRequest(
  host: Host,
  context: RequestParts,
  reader: Reader,
  from: Asking = { waiting: null, traced: null },
): OpenedRequest {
  const { config, isolate, trace } = context;
  const { partition, credential } = reader;
  const budget = createRequestBudget(host, {
    maxCalls: config.subrequestBudget,
    timeoutMs: config.requestTimeoutMs,
  });
  const account = openAccount(host, context, reader, budget, from);
  const owner = {
    accountId: credential.accountId,
    reportForeignRows: (count: number) =>
      host.log({ level: 'error', message: 'Checkly listed sessions of another account.', count }),
  };
  const client = createChecklyClient(
    account.send,
    config.checkly.listStyle,
    host.now,
    owner,
    (path, failure) =>
      host.log(toFailureLine({ path, traced: from.traced, failure, attempt: null, ms: null })),
  );
  const readThrough = openReadThrough(host, context, reader, budget, account);
  const { freshForMs, settleHorizonMs } = config.cache;
  const memory = isolate.entries;
  const pageSize = config.upstreamPageSize;
  const resources = createResourceCache(readThrough, client.fetch, settleHorizonMs);
  const loaders = createLoaders({
    read: resources.load,
    findSummary: createKnownSummaries({ memory, partition, readThrough, trace, freshForMs }),
    pageSize,
  });
  return {
    accountId: credential.accountId,
    cursorAccount: credential.accountId ?? reader.accountTag,
    prefetch: resources.prefetch,
    loaders,
    walk: createWalks({
      load: loaders.load,
      keepPage: resources.keepPage,
      memory: toWalkMemory(context.walks, partition),
      pageSize,
      now: host.now(),
    }),
    completions: (maxMs, ending) =>
      toCompletionSource(host, createEndedSessions(readThrough, client.awaitCompletion), budget, {
        maxMs,
        ...(ending === undefined ? {} : { ending }),
      }),
  };
}

function toWalkMemory(walks: RequestParts['walks'], partition: string): WalkMemory {
  const toName = (name: string): string => `${partition}/${name}`;
  return {
    get: (name) => walks.get(toName(name)),
    put: (name, plan, bytes) => walks.put(toName(name), plan, bytes),
    delete: (name) => walks.delete(toName(name)),
  };
}

function toTraced(requestId: string, { accountTag }: Reader, { headers }: Request): TracedRequest {
  return { requestId, tenant: toLogName(accountTag), trace: readTraceparent(headers.get('traceparent')) };
}

/** What goes wrong below the resolvers is found in the log by the request's id, too. */
function withRequestId(host: Host, requestId: string): Host {
  return { ...host, log: (line) => host.log({ requestId, ...line }) };
}

function openAccount(
  host: Host,
  { isolate, trace, accounts, openStandIns, keepAlive }: RequestParts,
  reader: Reader,
  budget: RequestBudget,
  from: Asking,
): AccountAccess {
  let object: AccountStub | null = null;
  let standIn: AccountStub | null = null;
  return createAccountAccess({
    host,
    reader,
    openObject: () => {
      object ??= accounts?.getByName(reader.accountTag) ?? null;
      return object;
    },
    openStandIn: () => {
      standIn ??= openStandIns().getByName(reader.accountTag);
      return standIn;
    },
    budget,
    waitForUpstream: (call) => trace.waitForUpstream(host.now, call),
    standings: isolate.standings,
    onUpstreamCalls: trace.countUpstreamCalls,
    keepAlive,
    ...from,
  });
}

function openReadThrough(
  host: Host,
  { config, isolate, trace, directives, keepAlive }: RequestParts,
  { partition, credential }: Reader,
  budget: RequestBudget,
  account: AccountAccess,
): ReadThrough {
  const { sharedTier, noCacheFloorMs } = config.cache;
  const limits = { spendCall: budget.spendOnCache, withConnection: budget.withConnection };
  const { edgeCache } = host;
  const edge = sharedTier === 'none' || edgeCache === null ? null : createEdgeStore(edgeCache, limits);
  const isNoCache = directives.isNoCache && credential.source !== 'public';
  return createReadThrough({
    partition,
    store: createEntryStore(partition, isolate.entries, edge),
    account,
    settings: config.cache,
    revalidations: isolate.revalidations,
    trace,
    now: host.now,
    keepAlive,
    freshNotBefore: isNoCache ? host.now() - noCacheFloorMs : 0,
    isStoring: !directives.isNoStore,
  });
}
