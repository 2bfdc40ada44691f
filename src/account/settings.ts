/** What the account's object has to know of the configuration. Times in milliseconds. */

import type { Config } from '../config/config.ts';
import { minSecondsBetweenPurges } from '../limits.ts';

export interface AccountSettings {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly callsPerMinute: number;
  /** How long entries are served to a credential after upstream last accepted it. */
  readonly validForMs: number;
  /** How much longer while upstream fails. */
  readonly graceMs: number;
  /** How long an answer is shared with whoever asks the same. */
  readonly shareForMs: number;
  /** Time for all attempts at one call that is no long poll. */
  readonly callTimeoutMs: number;
  readonly minPurgeGapMs: number;
}

export function toAccountSettings({ checkly, cache, requestTimeoutMs }: Config): AccountSettings {
  return {
    baseUrl: checkly.baseUrl,
    callsPerMinute: cache.callsPerMinute,
    validForMs: cache.validForMs,
    graceMs: cache.stale.ifErrorMs,
    shareForMs: cache.freshForMs.running,
    callTimeoutMs: requestTimeoutMs,
    minPurgeGapMs: minSecondsBetweenPurges * 1000,
  };
}
