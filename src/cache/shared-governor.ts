/** The governor of the whole gateway, where the account's Durable Object is bound: calls leased in batches, on misses only. */

import type { AccountPort } from './account-port.ts';
import type { Governor } from './governor.ts';
import type { MemoryStore } from './memory-store.ts';

/** What is left of an isolate's lease for one account. */
export interface CallCredit {
  readonly calls: number;
  readonly isScarce: boolean;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/** Small enough that idle isolates hold little, large enough that a busy one asks seldom. */
const batchCalls = 10;
/** How long leased calls may be made. The object counts them as made at its end: never early, so never too many. */
export const callLeaseMs = 5_000;
const creditBytes = 64;

/** Where the object cannot be reached, `fallback` governs this isolate alone. */
export function createSharedGovernor(
  credits: MemoryStore<CallCredit>,
  accounts: AccountPort,
  fallback: Governor,
  now: () => number,
): Governor {
  const held = (accountTag: string): CallCredit | null => {
    const credit = credits.get(accountTag);
    return credit === null || credit.calls <= 0 || credit.until <= now() ? null : credit;
  };
  const change = (accountTag: string, calls: number): void => {
    const credit = credits.get(accountTag);
    if (credit !== null) credits.put(accountTag, { ...credit, calls: credit.calls + calls }, creditBytes);
  };
  return {
    async take(accountTag, isUrgent) {
      const askedAt = now();
      if (held(accountTag) === null) {
        const lease = await accounts.leaseCalls(accountTag, batchCalls, askedAt).catch(() => null);
        if (lease === null) return fallback.take(accountTag, isUrgent);
        const { isScarce, retryAfterSeconds } = lease;
        // Others of this isolate may have leased meanwhile: all of it is good until the earliest end.
        const other = held(accountTag);
        const calls = lease.calls + (other?.calls ?? 0);
        credits.put(
          accountTag,
          { calls, isScarce, until: other?.until ?? askedAt + callLeaseMs },
          creditBytes,
        );
        if (calls === 0) {
          return isUrgent ? { kind: 'spent', retryAfterSeconds: retryAfterSeconds ?? 1 } : { kind: 'scarce' };
        }
      }
      if (!isUrgent && credits.get(accountTag)?.isScarce === true) return { kind: 'scarce' };
      change(accountTag, -1);
      return { kind: 'taken', takenAt: askedAt };
    },
    giveBack: (accountTag) => change(accountTag, 1),
    count: (accountTag) => change(accountTag, -1),
  };
}
