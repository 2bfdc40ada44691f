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

/** Tells those who wait how it went. To be called once, whatever comes. */
export type Land = (outcome: Outcome) => void;

export interface Flights {
  /** For the one who is to fetch; null when another is on the way. */
  takeOff(name: string): Land | null;
  /** The outcome of another's flight; null when it takes too long, or longer than `atMostMs`. */
  wait(name: string, atMostMs: number): Promise<Outcome | null>;
}

const firstLookMs = 5;
const longestLookMs = 50;

/** `giveUpAfterMs`: a flight that has not landed by then is taken for lost, with the request that flew it. */
export function createFlights(host: Pick<Host, 'now' | 'sleep'>, giveUpAfterMs: number): Flights {
  const flights = new Map<string, Flight>();
  const isLost = ({ startedAt }: Flight): boolean => host.now() - startedAt >= giveUpAfterMs;
  return {
    takeOff(name) {
      const current = flights.get(name);
      if (current !== undefined && !isLost(current)) return null;
      const flight: Flight = { startedAt: host.now(), outcome: null };
      flights.set(name, flight);
      return (outcome) => {
        flight.outcome = outcome;
        if (flights.get(name) === flight) flights.delete(name);
      };
    },
    async wait(name, atMostMs) {
      const flight = flights.get(name);
      if (flight === undefined) return null;
      const until = host.now() + atMostMs;
      let lookMs = firstLookMs;
      while (flight.outcome === null && !isLost(flight) && host.now() < until) {
        await host.sleep(Math.min(lookMs, until - host.now()));
        lookMs = Math.min(longestLookMs, lookMs * 2);
      }
      return flight.outcome;
    },
  };
}

/** The outcome that a failure is for others: what met only the flyer's own limits is none of theirs. */
export function toOutcome(failure: UpstreamFailure | null): Outcome {
  const isOwn =
    failure === null ||
    failure.kind === 'budget-spent' ||
    (failure.kind === 'timeout' && failure.isOfRequest === true);
  return isOwn ? { kind: 'gave-up' } : { kind: 'failure', failure };
}
