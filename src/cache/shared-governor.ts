/** The governor of the whole gateway, where the account's Durable Object is bound: calls leased in batches, on misses only. */

import type { AccountPort } from './account-port.ts';
import type { Governor } from './governor.ts';
import type { MemoryStore } from './memory-store.ts';

/** What is left of an isolate's lease for one account. */
export interface CallCredit {
  readonly calls: number;
  readonly isScarce: boolean;
  /** How many were asked for. */
  readonly batch: number;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/** A busy isolate asks for twice as many each time, up to this; an idle one for one, so that few lie unused. */
const maxBatchCalls = 10;
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
  /** Below 0 when retries, or a stranger's first call, took more than was leased: the next lease pays, whenever it is. */
  const held = (accountTag: string): CallCredit | null => {
    const credit = credits.get(accountTag);
    if (credit === null || credit.until > now()) return credit;
    return credit.calls < 0 ? { ...credit, batch: 0, until: now() + callLeaseMs } : null;
  };
  const add = (accountTag: string, calls: number): void => {
    const credit = held(accountTag) ?? { calls: 0, isScarce: false, batch: 0, until: now() + callLeaseMs };
    credits.put(accountTag, { ...credit, calls: credit.calls + calls }, creditBytes);
  };
  return {
    async take(accountTag, isUrgent) {
      const askedAt = now();
      if ((held(accountTag)?.calls ?? 0) <= 0) {
        const batch = Math.min(maxBatchCalls, Math.max(1, 2 * (held(accountTag)?.batch ?? 0)));
        const owed = Math.max(0, -(held(accountTag)?.calls ?? 0));
        const lease = await accounts.leaseCalls(accountTag, batch + owed, askedAt).catch(() => null);
        if (lease === null) return fallback.take(accountTag, isUrgent);
        // Others of this isolate may have leased meanwhile: all of it is good until the earliest end.
        const { calls, until } = held(accountTag) ?? { calls: 0, until: askedAt + callLeaseMs };
        const credit = { calls: calls + lease.calls, isScarce: lease.isScarce, batch, until };
        credits.put(accountTag, credit, creditBytes);
        if (credit.calls <= 0) {
          return isUrgent
            ? { kind: 'spent', retryAfterSeconds: lease.retryAfterSeconds ?? 1 }
            : { kind: 'scarce' };
        }
      }
      if (!isUrgent && held(accountTag)?.isScarce === true) return { kind: 'scarce' };
      add(accountTag, -1);
      fallback.count(accountTag);
      return { kind: 'taken', takenAt: askedAt };
    },
    giveBack(accountTag, takenAt) {
      // When its lease is over, the object has counted it as made.
      if (held(accountTag) !== null) add(accountTag, 1);
      fallback.giveBack(accountTag, takenAt);
    },
    count(accountTag) {
      add(accountTag, -1);
      fallback.count(accountTag);
    },
  };
}
