/** What the account's Durable Object does for the cache, as far as the cache knows. */

import type { SharedMarks } from './purge-marks.ts';

export interface CallGrant {
  readonly calls: number;
  readonly isScarce: boolean;
  /** Null while there are calls. */
  readonly retryAfterSeconds: number | null;
}

export interface AccountPort {
  leaseCalls(accountTag: string, calls: number, now: number): Promise<CallGrant>;
  readonly marks: SharedMarks;
}
