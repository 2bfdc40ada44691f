/** What a deployer decides about caching, under the names of this layer. */

import type { CacheSettings as Settings } from '../config/config.ts';

export type CacheSettings = Settings;
/** The shared tier behind the isolate's memory. */
export type SharedTier = Settings['sharedTier'];
