/** Which entries an isolate is refreshing behind responses, so that it asks for each once. Plain data: no promise is shared. */

export interface Revalidations {
  /** Starts `refresh` unless one of this name started a moment ago and has not ended. */
  start(name: string, now: number, refresh: () => Promise<unknown>): void;
}

/** A refresh that has not ended by then is lost, with the request that started it. */
const lostAfterMs = 30_000;
const maxNames = 1_000;

export function createRevalidations(): Revalidations {
  const startedAt = new Map<string, number>();
  return {
    start(name, now, refresh) {
      if (now - (startedAt.get(name) ?? Number.NEGATIVE_INFINITY) < lostAfterMs) return;
      if (startedAt.size >= maxNames) startedAt.clear();
      startedAt.set(name, now);
      refresh().finally(() => startedAt.delete(name));
    },
  };
}
