/** What one request read, from where and how old: the source of its headers and of `extensions`. */

import type { FreshnessClass } from './copy.ts';

/** Why a stale copy had to do. */
export type StaleCause = 'timeout' | 'unavailable' | 'rate-limited' | 'budget';

export interface ReadRecord {
  /** What was read, in the gateway's words, without anybody's credential. */
  readonly unit: string;
  /** Who answered. */
  readonly source: 'memory' | 'edge' | 'upstream';
  /** `fresh`, or why it is not: `revalidating` (a newer one is on its way), or the trouble that it covers for. */
  readonly state: 'fresh' | 'revalidating' | StaleCause;
  readonly fetchedAt: number;
  readonly freshness: FreshnessClass;
  readonly freshForMs: number;
  /** Why it is fresh for so long, for people. */
  readonly why: string;
  /** Whether the answer came from another request's call for the same thing. */
  readonly isCollapsed: boolean;
}

export interface CacheReport {
  record(read: ReadRecord): void;
  countUpstreamCall(): void;
  noteErrors(): void;
  /** The answer is another one from this time on (milliseconds since the epoch), whatever becomes of what was read. */
  expireAt(time: number): void;
  readonly reads: readonly ReadRecord[];
  /** Retries and checks of the credential included. */
  upstreamCalls(): number;
  hasErrors(): boolean;
  /** Infinite when nothing but the reads ages. */
  expiresAt(): number;
}

export function createCacheReport(): CacheReport {
  const reads: ReadRecord[] = [];
  let upstreamCalls = 0;
  let hasErrors = false;
  let expiresAt = Number.POSITIVE_INFINITY;
  return {
    reads,
    record: (read) => void reads.push(read),
    countUpstreamCall: () => {
      upstreamCalls += 1;
    },
    noteErrors: () => {
      hasErrors = true;
    },
    expireAt: (time) => {
      expiresAt = Math.min(expiresAt, time);
    },
    expiresAt: () => expiresAt,
    upstreamCalls: () => upstreamCalls,
    hasErrors: () => hasErrors,
  };
}

/** Reads that cost no upstream call. */
export function countSaved(reads: readonly ReadRecord[]): number {
  return reads.filter(({ source, isCollapsed }) => source !== 'upstream' || isCollapsed).length;
}
