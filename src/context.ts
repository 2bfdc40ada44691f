/** What one request has; with `wiring/` the only place where layers are wired. */

import { readCredential } from './credentials/read-credential.ts';
import { UpstreamError } from './errors/upstream-error.ts';
import type { Host } from './host.ts';
import { createSessionLoaders, type SessionLoaders } from './loaders/session-loaders.ts';
import { nextRollingStart, walkSessions } from './pagination/walk.ts';
import type { ResolverContext } from './schema/context.ts';
import subgraphSdl from './schema/federation/subgraph.graphql';
import { createQueryCostLimit } from './schema/query-cost.ts';
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
  return {
    now,
    maxPageSize: config.maxPageSize,
    queryCost: createQueryCostLimit(config.maxDetailsPerRequest),
    subgraphSdl,
    walkSessions: async (args) => {
      const { reader, accountId } = open();
      const { createdWithinMs, toMs } = args.filter;
      if (createdWithinMs !== null) {
        context.report.expireAt(nextRollingStart(createdWithinMs, now));
        // From then on the range is empty, and refused.
        if (toMs !== null) context.report.expireAt(toMs + createdWithinMs);
      }
      const cursorSecret = config.cache.partitionSecret;
      const pages = { readPage: reader.readPage, pageSize: config.upstreamPageSize };
      const source = { ...pages, accountId, cursorSecret, now };
      return walkSessions(source, args);
    },
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
