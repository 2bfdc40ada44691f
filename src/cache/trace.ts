/** What one request read, from where and how old: the source of its headers and of `extensions`. */

import type { FreshnessClass } from '../domain/freshness.ts';

/** Why a stale entry was served. `reserved`: the account's remaining calls are kept for readers with nothing cached. */
export type StaleCause = 'timeout' | 'unavailable' | 'invalid-response' | 'rate-limited' | 'reserved';

export interface TracedRead {
  /** What was read, in the gateway's words, without anybody's credential. */
  readonly unit: string;
  readonly source: 'memory' | 'edge' | 'upstream';
  /** `fresh`, or why it is not: `revalidating` (a newer one is on its way), or the failure that it covers for. */
  readonly state: 'fresh' | 'revalidating' | StaleCause;
  readonly fetchedAt: number;
  readonly freshness: FreshnessClass;
  readonly freshForMs: number;
  /** Why it is fresh for so long, for people. */
  readonly why: string;
  /** Whether it came by another request's call for the same thing. */
  readonly isCollapsed: boolean;
}

export interface CacheTrace {
  record(read: TracedRead): void;
  /** The response holds what nobody may keep. */
  forbidStoring(): void;
  countUpstreamCalls(calls: number): void;
  /** `codes`: of each error in the response. */
  noteErrors(codes: readonly string[]): void;
  /** Runs a call that the response waits for, and times it. `now` in milliseconds since the epoch. */
  waitForUpstream<Value>(now: () => number, call: () => Promise<Value>): Promise<Value>;
  /** The response is another one from this time on (milliseconds since the epoch), whatever becomes of what was read. */
  expireAt(time: number): void;
  readonly reads: readonly TracedRead[];
  /** Calls that the response waited for, retries and checks of the credential included. */
  upstreamCalls(): number;
  /** Milliseconds in which at least one call was waited for. */
  upstreamMs(): number;
  hasErrors(): boolean;
  mayBeStored(): boolean;
  /** Each code once. */
  errorCodes(): readonly string[];
  /** Infinite when nothing but the reads ages. */
  expiresAt(): number;
}

export function createCacheTrace(): CacheTrace {
  const reads: TracedRead[] = [];
  let upstreamCalls = 0;
  let codes: ReadonlySet<string> | null = null;
  let waiting = 0;
  let waitingSince = 0;
  let upstreamMs = 0;
  let mayBeStored = true;
  let expiresAt = Number.POSITIVE_INFINITY;
  return {
    reads,
    record: (read) => void reads.push(read),
    forbidStoring: () => {
      mayBeStored = false;
    },
    mayBeStored: () => mayBeStored,
    countUpstreamCalls: (calls) => {
      upstreamCalls += calls;
    },
    noteErrors: (more) => {
      codes = new Set([...(codes ?? []), ...more]);
    },
    async waitForUpstream(now, call) {
      if (waiting === 0) waitingSince = now();
      waiting += 1;
      try {
        return await call();
      } finally {
        waiting -= 1;
        if (waiting === 0) upstreamMs += now() - waitingSince;
      }
    },
    expireAt: (time) => {
      expiresAt = Math.min(expiresAt, time);
    },
    expiresAt: () => expiresAt,
    upstreamCalls: () => upstreamCalls,
    upstreamMs: () => upstreamMs,
    hasErrors: () => codes !== null,
    errorCodes: () => [...(codes ?? [])],
  };
}

/** Reads that cost no upstream call. */
export function countSaved(reads: readonly TracedRead[]): number {
  return reads.filter(({ source, isCollapsed }) => source !== 'upstream' || isCollapsed).length;
}
