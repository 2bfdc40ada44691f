/** What one request may still spend: calls, connections waiting for headers, and time. */

import pLimit, { type LimitFunction } from 'p-limit';
import { UpstreamError } from '../errors/upstream-error.ts';
import type { Host } from '../host.ts';
import { maxConnections } from '../limits.ts';

export interface CallAllowance {
  /** Counts one call. @throws UpstreamError `budget-spent` when there is none left. */
  spend(): void;
  hasCallsLeft(): boolean;
  callsMade(): number;
  /** Milliseconds until the request's time is over; 0 when it is. */
  remainingMs(): number;
  /** Runs `start` as soon as a connection is free; the connection is held until it settles. */
  withConnection: LimitFunction;
}

export function createCallAllowance(host: Host, budget: number, timeoutMs: number): CallAllowance {
  const deadline = host.now() + timeoutMs;
  let made = 0;
  return {
    spend() {
      if (made >= budget) throw new UpstreamError({ kind: 'budget-spent', budget });
      made += 1;
    },
    hasCallsLeft: () => made < budget,
    callsMade: () => made,
    remainingMs: () => Math.max(0, deadline - host.now()),
    withConnection: pLimit(maxConnections),
  };
}
