/** What a deployer decides about caching. Times in milliseconds. */

import type { FreshnessTimes } from './freshness.ts';
import type { StalePolicy } from './judge.ts';

export interface CacheSettings {
  /** Whether the data centre's Cache API keeps entries beyond an isolate's memory. */
  readonly hasEdge: boolean;
  readonly freshForMs: FreshnessTimes;
  /** Under a filter that hides what may still join a page, the page settles only when its range is older than this. */
  readonly settleHorizonMs: number;
  readonly stale: StalePolicy;
  /** How long entries are served to a credential after upstream last accepted it. */
  readonly validForMs: number;
  /** How long an isolate may go without hearing of a purge. */
  readonly memoryMaxAgeMs: number;
  readonly memoryBytes: number;
  /** A reader's `no-cache` reads through at most this often for each page. */
  readonly noCacheFloorMs: number;
  /** Upstream calls an account may cost in any 60 seconds. */
  readonly callsPerMinute: number;
  /** Keys every partition and seals cursors; never in a name, a log or an answer. */
  readonly partitionSecret: string;
}
