/** Which entries an isolate is refreshing behind responses, so that it asks for each once. Plain data: no promise is shared. */

import { memoryBytes } from '../limits.ts';
import { createMemoryStore } from '../storage/memory-store.ts';

export interface Revalidations {
  /** Starts `refresh` unless one of this name started a moment ago and has not ended. */
  start(name: string, now: number, refresh: () => Promise<unknown>): void;
}

/** A refresh that has not ended by then is lost, with the request that started it. */
const lostAfterMs = 30_000;

export function createRevalidations(): Revalidations {
  const started = createMemoryStore<{ readonly at: number }>(memoryBytes.revalidations);
  return {
    start(name, now, refresh) {
      if (now - (started.get(name)?.at ?? Number.NEGATIVE_INFINITY) < lostAfterMs) return;
      started.put(name, { at: now }, 0);
      refresh().finally(() => started.delete(name));
    },
  };
}
