/**
 * One run of the same work for all who ask while it runs. Holds promises: in workerd it must live inside one
 * Durable Object or one request, never in an isolate's module scope.
 */

export interface SingleFlight<Value> {
  /** The work under this name that runs now; null when none does. */
  current(name: string): Promise<Value> | null;
  /** Runs `work`; until it settles, `current` gives its promise. */
  lead(name: string, work: () => Promise<Value>): Promise<Value>;
}

export function createSingleFlight<Value>(): SingleFlight<Value> {
  const flights = new Map<string, Promise<Value>>();
  return {
    current: (name) => flights.get(name) ?? null,
    lead(name, work) {
      const flight = work().finally(() => {
        if (flights.get(name) === flight) flights.delete(name);
      });
      flights.set(name, flight);
      return flight;
    },
  };
}
