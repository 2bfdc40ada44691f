/** What one request has; with `wiring/` the only place where layers are wired. */

import { readCredential } from './credentials/read-credential.ts';
import { UpstreamError } from './errors/upstream-error.ts';
import subgraphSdl from './federation/subgraph.graphql';
import type { Host } from './host.ts';
import { createSessionLoaders, type SessionLoaders } from './loaders/session-loaders.ts';
import { createErrorGroupListing } from './pagination/error-group-listing.ts';
import { paginate } from './pagination/paginate.ts';
import { createSessionListing, nextRollingStart } from './pagination/session-listing.ts';
import type { ResolverContext } from './schema/context.ts';
import { createDetailAllowance } from './schema/detail-allowance.ts';
import type { ServerContext } from './server-context.ts';
import { type CompletionSource, watchCompletion } from './subscriptions/watch-completion.ts';
import { type CachedSources, openCachedSources } from './wiring/cached-sources.ts';

/** Layers come to life with the first field that needs them: introspection needs no credential. */
export function createRequestContext(host: Host, context: ServerContext, request: Request): ResolverContext {
  const { config } = context;
  const now = host.now();
  let opened: OpenedRequest | null = null;
  const open = (): OpenedRequest => {
    opened ??= openRequest(host, context, request.headers);
    return opened;
  };
  const toListingSource = ({ reader, accountId }: OpenedRequest) => ({
    readPage: reader.readPage,
    readErrorGroupPage: reader.readErrorGroupPage,
    pageSize: config.upstreamPageSize,
    accountId,
    cursorSecret: config.cache.partitionSecret,
    now,
  });
  return {
    now,
    maxPageSize: config.maxPageSize,
    details: createDetailAllowance(config.maxDetailsPerRequest),
    subgraphSdl,
    paginateSessions: async (filter, args) => {
      const { createdWithinMs, toMs } = filter;
      const source = toListingSource(open());
      if (createdWithinMs !== null) {
        context.report.expireAt(nextRollingStart(createdWithinMs, now));
        // From then on the range is empty, and refused.
        if (toMs !== null) context.report.expireAt(toMs + createdWithinMs);
      }
      return paginate(createSessionListing(source, filter), args);
    },
    paginateErrorGroups: async (filter, args) =>
      paginate(createErrorGroupListing(toListingSource(open()), filter), args),
    loaders: () => open().reader,
    watchCompletion: (sessionId) =>
      watchCompletion(toCompletionSource(open().cached, config.subscriptionMaxMs), sessionId, request.signal),
  };
}

interface OpenedRequest {
  readonly accountId: string | null;
  readonly cached: CachedSources;
  readonly reader: SessionLoaders;
}

/** @throws CredentialError, InputError */
function openRequest(host: Host, context: ServerContext, headers: Headers): OpenedRequest {
  const credential = readCredential(headers, context.config.credentials);
  const cached = openCachedSources(host, context, credential);
  return { accountId: credential.accountId, cached, reader: createSessionLoaders(cached.sources) };
}

function toCompletionSource({ awaitCompletion, allowance }: CachedSources, maxMs: number): CompletionSource {
  allowance.extendTime(maxMs);
  return {
    awaitCompletion,
    requireMore() {
      if (allowance.hasCallsLeft() && allowance.remainingMs() > 0) return;
      throw new UpstreamError({ kind: 'still-running', waitedSeconds: maxMs / 1000 });
    },
  };
}
