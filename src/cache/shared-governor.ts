/** The governor of the whole gateway, where the account's Durable Object is bound: calls leased in batches, on misses only. */

import type { AccountPort } from './account-port.ts';
import type { Governor } from './governor.ts';
import type { MemoryStore } from './memory-store.ts';

/** What is left of an isolate's lease for one account. */
export interface CallCredit {
  readonly calls: number;
  readonly isScarce: boolean;
  /** Leased calls are good for as long as the object counts them, milliseconds since the epoch. */
  readonly until: number;
}

/** Small enough that idle isolates hold little, large enough that a busy one asks seldom. */
const batchCalls = 10;
const leaseMs = 60_000;
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
  return {
    async ask(accountTag) {
      const credit = held(accountTag);
      if (credit !== null) return { isScarce: credit.isScarce, retryAfterSeconds: null };
      try {
        const { calls, isScarce, retryAfterSeconds } = await accounts.leaseCalls(
          accountTag,
          batchCalls,
          now(),
        );
        credits.put(accountTag, { calls, isScarce, until: now() + leaseMs }, creditBytes);
        return { isScarce, retryAfterSeconds };
      } catch {
        return fallback.ask(accountTag);
      }
    },
    count(accountTag) {
      fallback.count(accountTag);
      const credit = held(accountTag);
      if (credit !== null) credits.put(accountTag, { ...credit, calls: credit.calls - 1 }, creditBytes);
    },
  };
}
