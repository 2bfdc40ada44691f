/**
 * Answers of upstream's that broke its contract a moment ago, kept in the isolate's memory as entries are, though not
 * for long: one that many readers ask for is not asked for anew by each, and upstream is soon found to be well again.
 */

import { UpstreamError, type UpstreamFailure } from '../errors/upstream-error.ts';
import { breakerOpenMs } from '../limits.ts';
import type { CacheEntry } from './entry.ts';
import type { ReadThroughParts } from './read-through.ts';
import { isBrokenAnswer } from './stale-cause.ts';

interface BrokenAnswer {
  readonly failure: UpstreamFailure;
}

type FetchUnlessBroken = <Value>(
  unitName: string,
  /** Whether what was kept of a failure still stands for it. */
  isFresh: (entry: CacheEntry) => Promise<boolean>,
  fetch: () => Promise<Value>,
) => Promise<Value>;

const failureBytes = 300;

/** Once upstream is well again nobody waits longer for that than behind an open circuit. */
const maxStandingMs = breakerOpenMs;

/** The returned function throws a fresh failure again, without a call. */
export function createRecentFailures({
  store,
  account,
  settings,
  isStoring,
  now,
}: ReadThroughParts): FetchUnlessBroken {
  return async (unitName, isFresh, fetch) => {
    const name = `failed ${unitName}`;
    const kept = store.fromMemory(name);
    if (kept !== null && isOfBrokenAnswer(kept) && (await isFresh(kept)))
      throw new UpstreamError(kept.value.failure);
    try {
      return await fetch();
    } catch (error) {
      const isBroken = error instanceof UpstreamError && isBrokenAnswer(error.failure);
      // Nothing is kept for a credential that upstream has not accepted.
      if (isBroken && isStoring && (await account.readStanding()).acceptedAt > 0) {
        const value: BrokenAnswer = { failure: error.failure };
        // Another isolate's call may have brought it, a while ago.
        const fetchedAt = error.receivedAt ?? now();
        const times = { fetchedAt, freshForMs: Math.min(settings.freshForMs.head, maxStandingMs) };
        store.toMemory(name, { value, ...times, freshness: 'head', precededBy: null }, failureBytes);
      }
      throw error;
    }
  };
}

function isOfBrokenAnswer(entry: CacheEntry): entry is CacheEntry<BrokenAnswer> {
  return typeof entry.value === 'object' && entry.value !== null && 'failure' in entry.value;
}
