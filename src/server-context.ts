/** What the HTTP edge hands to the GraphQL server: what lives as long as the isolate, and what belongs to one request. */

import type { AccountNamespace } from './account/account-contract.ts';
import type { IsolateCache } from './cache/isolate.ts';
import type { CacheTrace } from './cache/trace.ts';
import type { ClientLimit, RateLimiter } from './client-limit.ts';
import type { Config } from './config/config.ts';
import type { Identified } from './credentials/reader.ts';
import type { AskedRequest, CacheDirectives } from './http/graphql/read-request.ts';
import type { Sign } from './pagination/cursor.ts';
import type { WalkPlan } from './pagination/walk-memory.ts';
import type { RequestMeter } from './request-meter.ts';
import type { MemoryStore } from './storage/memory-store.ts';

/** Made once for an environment. */
export interface GatewayParts {
  readonly config: Config;
  readonly isolate: IsolateCache;
  /** Where the settled parts of walks begin, by partition and filter. */
  readonly walks: MemoryStore<WalkPlan>;
  readonly signCursor: Sign;
  /** The accounts' objects; null where none are bound. */
  readonly accounts: AccountNamespace | null;
  /** The rate-limiting binding; null where none is bound: then clients are not limited. */
  readonly clientLimiter: RateLimiter | null;
  /** What stands in where an object cannot be reached, opened by each request. */
  readonly openStandIns: () => AccountNamespace;
}

/** What the runtime lends to one request. */
export interface GatewayBindings {
  /** Lets `work` end although the response is out, or its client gone. */
  readonly keepAlive: (work: Promise<unknown>) => void;
  /** Aborts when the process is about to end. Absent where the runtime does not tell. */
  readonly ending?: AbortSignal;
}

export interface RequestBindings extends GatewayBindings {
  /** Settles when the response is made: what is done from then on delays nobody. */
  readonly whenAnswered: Promise<void>;
}

export interface ServerContext extends GatewayParts, RequestBindings {
  readonly requestId: string;
  readonly trace: CacheTrace;
  readonly meter: RequestMeter;
  readonly clientLimit: ClientLimit | null;
  readonly directives: CacheDirectives;
  readonly identified: Identified;
  readonly asked: AskedRequest;
}
