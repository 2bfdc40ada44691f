/** The Durable Object of one account, where it is bound: the calls it may cost, and when it was last purged, for all isolates. */

import { DurableObject } from 'cloudflare:workers';
import { type CallWindow, createCallWindow } from './cache/call-window.ts';
import { toScarceCalls } from './cache/governor.ts';
import { callLeaseMs } from './cache/shared-governor.ts';

/** Calls that an isolate may make without asking again. */
export interface CallLease {
  readonly calls: number;
  /** Whether what is left is for readers who have no copy at all. */
  readonly isScarce: boolean;
  /** How long until there are more, in seconds; null while there are some. */
  readonly retryAfterSeconds: number | null;
}

export class AccountKeeper extends DurableObject {
  /** In memory: a minute of calls is not worth a write, and an object that is asked stays alive. */
  private window: CallWindow | null = null;

  /**
   * Leased calls count as made, whether they are made or not, and as late as they may be made. The last ones
   * are given one at a time, so that none lies idle. `now` in milliseconds since the epoch.
   */
  leaseCalls(calls: number, callsPerMinute: number, now: number): CallLease {
    this.window ??= createCallWindow(callsPerMinute);
    const remaining = this.window.remaining(now);
    const scarceCalls = toScarceCalls(callsPerMinute);
    const isScarce = remaining <= scarceCalls;
    const granted = isScarce ? Math.min(1, remaining) : Math.min(calls, remaining - scarceCalls);
    if (granted > 0) this.window.count(now + callLeaseMs, granted);
    return {
      calls: granted,
      isScarce,
      retryAfterSeconds: granted > 0 ? null : this.window.secondsUntilRoom(now),
    };
  }

  /** Milliseconds since the epoch; 0 when never. */
  async purgedAt(): Promise<number> {
    return (await this.ctx.storage.get<number>('purgedAt')) ?? 0;
  }

  /** Milliseconds to wait when the last purge is younger than `minGapMs`; 0 when it is marked now. */
  async markPurged(at: number, minGapMs: number): Promise<number> {
    const waitMs = (await this.purgedAt()) + minGapMs - at;
    if (waitMs > 0) return waitMs;
    await this.ctx.storage.put('purgedAt', at);
    return 0;
  }
}
