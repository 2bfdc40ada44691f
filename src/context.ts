/** What one request has; the only place where the layers are wired. */

import { createCallAllowance } from './checkly/call-allowance.ts';
import { createChecklyClient } from './checkly/client.ts';
import type { Config } from './config/config.ts';
import type { Credential } from './credentials/credential.ts';
import { readCredential } from './credentials/read-credential.ts';
import type { Host } from './host.ts';
import { createPageLoader } from './loaders/page-loader.ts';
import { type WalkSource, walkSessions } from './pagination/walk.ts';
import type { ResolverContext } from './schema/context.ts';

/** What the HTTP edge hands to the GraphQL server with each request. */
export interface ServerContext {
  readonly config: Config;
  readonly requestId: string;
}

/** Layers come to life with the first field that needs them: introspection needs no credential. */
export function createRequestContext(
  host: Host,
  { config }: ServerContext,
  headers: Headers,
): ResolverContext {
  const now = host.now();
  let source: WalkSource | null = null;
  const openSource = (): WalkSource => {
    source ??= createWalkSource(host, config, readCredential(headers, config.credentials), now);
    return source;
  };
  return {
    now,
    maxPageSize: config.maxPageSize,
    walkSessions: async (args) => walkSessions(openSource(), args),
  };
}

function createWalkSource(host: Host, config: Config, credential: Credential, now: number): WalkSource {
  const allowance = createCallAllowance(host, config.subrequestBudget, config.requestTimeoutMs);
  const client = createChecklyClient(host, config.checkly, credential, allowance);
  return {
    readPage: createPageLoader((request) => client.listSessions(request)),
    pageSize: config.upstreamPageSize,
    accountId: credential.accountId,
    now,
  };
}
