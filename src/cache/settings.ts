/** What a deployer decides about caching. Times in milliseconds. */

import type { StaleWindows } from './copy.ts';
import type { PageFreshnessSettings } from './page-freshness.ts';

/** The shared tier behind the isolate's memory. */
export type SharedTier = 'workers-cache' | 'cache-api' | 'none';

export interface CacheSettings extends PageFreshnessSettings {
  readonly sharedTier: SharedTier;
  /** Keys every partition; never in a name, a log or an answer. */
  readonly partitionSecret: string;
  readonly windows: StaleWindows;
  /** How long after upstream last accepted it a credential reads from copies. */
  readonly leaseMs: number;
  /** How long isolate memory may go without hearing of a purge. */
  readonly memoryMaxAgeMs: number;
  readonly memoryBytes: number;
  /** A reader's `no-cache` reads through at most this often for each page. */
  readonly noCacheFloorMs: number;
  /** Upstream calls an account may cost in any 60 seconds. */
  readonly callsPerMinute: number;
}
