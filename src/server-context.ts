/** What the HTTP edge hands to the GraphQL server with each request. */

import type { AccountPort } from './cache/account-port.ts';
import type { IsolateCache } from './cache/isolate.ts';
import type { CacheReport } from './cache/report.ts';
import type { CacheWishes } from './cache/wishes.ts';
import type { Config } from './config/config.ts';
import type { FetchLoopback } from './pages/loopback-pages.ts';

export interface ServerContext {
  readonly config: Config;
  readonly requestId: string;
  readonly isolate: IsolateCache;
  readonly report: CacheReport;
  readonly wishes: CacheWishes;
  /** The account's Durable Object; null where none is bound. */
  readonly accounts: AccountPort | null;
  /** The inner entrypoint; null where the runtime has none. */
  readonly fetchLoopback: FetchLoopback | null;
  /** Lets `work` end although the answer is out, or its client gone. */
  readonly keepAlive: (work: Promise<unknown>) => void;
}
