/**
 * One upstream call for many who miss the same thing at once. What is shared is plain data: workerd forbids one
 * request to wait on another's promise, so the others look at the flight again and again, on timers of their own.
 */

import type { UpstreamFailure } from '../errors/upstream-error.ts';
import type { Host } from '../host.ts';
import type { Copy } from './copy.ts';

export type Outcome =
  | { readonly kind: 'copy'; readonly copy: Copy<unknown> }
  | { readonly kind: 'failure'; readonly failure: UpstreamFailure }
  /** Upstream accepted a credential that was asked about. */
  | { readonly kind: 'accepted' }
  /** The one who flew met a limit of its own; others may fare better. */
  | { readonly kind: 'gave-up' };

interface Flight {
  readonly startedAt: number;
  outcome: Outcome | null;
}

export interface Flights {
  /** True when the caller is the one who fetches: it must land the flight, whatever comes. */
  takeOff(name: string): boolean;
  land(name: string, outcome: Outcome): void;
  /** The outcome of another's flight; null when it gives up, or takes longer than anybody should wait. */
  wait(name: string): Promise<Outcome | null>;
}

const firstLookMs = 5;
const longestLookMs = 50;

/** `giveUpAfterMs`: a flight that has not landed by then is taken for lost, with the request that flew it. */
export function createFlights(host: Pick<Host, 'now' | 'sleep'>, giveUpAfterMs: number): Flights {
  const flights = new Map<string, Flight>();
  const isLost = ({ startedAt }: Flight): boolean => host.now() - startedAt >= giveUpAfterMs;
  return {
    takeOff(name) {
      const flight = flights.get(name);
      if (flight !== undefined && !isLost(flight)) return false;
      flights.set(name, { startedAt: host.now(), outcome: null });
      return true;
    },
    land(name, outcome) {
      const flight = flights.get(name);
      if (flight !== undefined) flight.outcome = outcome;
      flights.delete(name);
    },
    async wait(name) {
      const flight = flights.get(name);
      if (flight === undefined) return null;
      let lookMs = firstLookMs;
      while (flight.outcome === null && !isLost(flight)) {
        await host.sleep(lookMs);
        lookMs = Math.min(longestLookMs, lookMs * 2);
      }
      return flight.outcome;
    },
  };
}
