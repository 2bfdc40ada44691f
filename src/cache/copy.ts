/** A copy of something upstream said: plain data with its times, and nothing that belongs to a request. */

/** What the content can still become, from soon to hardly ever. */
export type FreshnessClass = 'running' | 'head' | 'settled' | 'closed';

export interface Copy<Value> {
  readonly value: Value;
  /** When upstream answered, milliseconds since the epoch. */
  readonly fetchedAt: number;
  readonly freshness: FreshnessClass;
  /** How long after `fetchedAt` it is fresh, milliseconds. */
  readonly freshForMs: number;
}

export interface StaleWindows {
  /** How long past its freshness a copy is served while it is refreshed behind the answer, milliseconds. */
  readonly whileRevalidateMs: number;
  /** How long past its freshness a copy is served when upstream fails, milliseconds. */
  readonly ifErrorMs: number;
}

/** What a reader demands of a copy. */
export interface CopyDemand {
  /** Fetched before this time (milliseconds since the epoch), a copy is as good as none. */
  readonly notBefore: number;
  /** Whether a settled or closed copy is good enough however old it is. */
  readonly unlessSettled: boolean;
  /** Fetched before this time (a purge, a reader's `no-cache`), a copy is only for when upstream fails. */
  readonly freshNotBefore: number;
}

export const noDemand: CopyDemand = { notBefore: 0, unlessSettled: false, freshNotBefore: 0 };

export type Verdict = 'fresh' | 'stale' | 'if-error' | 'gone';

/** What a copy is good for at `now`. */
export function judgeCopy(
  copy: Copy<unknown>,
  demand: CopyDemand,
  windows: StaleWindows,
  now: number,
): Verdict {
  const isSettled = copy.freshness === 'settled' || copy.freshness === 'closed';
  if (copy.fetchedAt < demand.notBefore && !(demand.unlessSettled && isSettled)) return 'gone';
  const pastFreshMs = now - copy.fetchedAt - copy.freshForMs;
  if (pastFreshMs >= Math.max(windows.whileRevalidateMs, windows.ifErrorMs)) return 'gone';
  if (copy.fetchedAt < demand.freshNotBefore) return pastFreshMs < windows.ifErrorMs ? 'if-error' : 'gone';
  if (pastFreshMs < 0) return 'fresh';
  if (pastFreshMs < windows.whileRevalidateMs) return 'stale';
  return pastFreshMs < windows.ifErrorMs ? 'if-error' : 'gone';
}

/** How long from `fetchedAt` a copy is good for anything at all, milliseconds. */
export function usableForMs(copy: Copy<unknown>, windows: StaleWindows): number {
  return copy.freshForMs + Math.max(windows.whileRevalidateMs, windows.ifErrorMs);
}
