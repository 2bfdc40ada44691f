/** What Workers lend to one request. */

import type { AccountPort } from '../cache/account-port.ts';
import type { FetchLoopback } from '../pages/loopback-pages.ts';

export interface GatewayPorts {
  /** The account's Durable Object; null where none is bound. */
  readonly accounts: AccountPort | null;
  /** The inner entrypoint; null where the runtime has none. */
  readonly fetchLoopback: FetchLoopback | null;
  /** Drops accounts' pages from Workers Cache; null where there is none. */
  readonly purgePages: ((accountTags: readonly string[]) => Promise<void>) | null;
  /** Lets `work` end although the answer is out, or its client gone. */
  readonly keepAlive: (work: Promise<unknown>) => void;
}
