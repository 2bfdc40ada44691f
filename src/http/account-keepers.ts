/** From the Durable Object binding, where there is one, to what the cache needs of it. */

import type { AccountPort } from '../cache/account-port.ts';

/** What the gateway calls on the object; the class is `AccountKeeper`. */
interface KeeperStub {
  leaseCalls(
    calls: number,
    callsPerMinute: number,
    now: number,
  ): Promise<{
    readonly calls: number;
    readonly isScarce: boolean;
    readonly retryAfterSeconds: number | null;
  }>;
  purgedAt(): Promise<number>;
  markPurged(at: number, minGapMs: number): Promise<number>;
}

export interface KeeperNamespace {
  getByName(name: string): KeeperStub;
}

export function createAccountPort(keepers: KeeperNamespace, callsPerMinute: number): AccountPort {
  return {
    leaseCalls: (accountTag, calls, now) =>
      keepers.getByName(accountTag).leaseCalls(calls, callsPerMinute, now),
    marks: {
      read: (accountTag) => keepers.getByName(accountTag).purgedAt(),
      write: (accountTag, purgedAt, minGapMs) => keepers.getByName(accountTag).markPurged(purgedAt, minGapMs),
    },
  };
}
