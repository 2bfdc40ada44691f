/** What the HTTP edge hands to the GraphQL server: what lives as long as the isolate, and what belongs to one request. */

import type { AccountNamespace } from './account/account-contract.ts';
import type { IsolateCache } from './cache/isolate.ts';
import type { CacheTrace } from './cache/trace.ts';
import type { Config } from './config/config.ts';
import type { Identified } from './credentials/reader.ts';
import type { AskedRequest, CacheDirectives } from './http/graphql/read-request.ts';
import type { WalkPlan } from './pagination/walk-memory.ts';
import type { RequestMeter } from './request-meter.ts';
import type { MemoryStore } from './storage/memory-store.ts';

/** Made once for an environment. */
export interface GatewayParts {
  readonly config: Config;
  readonly isolate: IsolateCache;
  /** Where the settled parts of walks begin, by partition and filter. */
  readonly walks: MemoryStore<WalkPlan>;
  /** The accounts' objects; null where none are bound. */
  readonly accounts: AccountNamespace | null;
  /** What stands in where an object cannot be reached, opened by each request. */
  readonly openStandIns: () => AccountNamespace;
}

/** What the runtime lends to one request. */
export interface GatewayBindings {
  /** Lets `work` end although the response is out, or its client gone. */
  readonly keepAlive: (work: Promise<unknown>) => void;
}

export interface ServerContext extends GatewayParts, GatewayBindings {
  readonly requestId: string;
  readonly trace: CacheTrace;
  readonly meter: RequestMeter;
  readonly directives: CacheDirectives;
  readonly identified: Identified;
  readonly asked: AskedRequest;
}
