/** A loader that lives for one request: each key is read once, and what is asked together is read together. */

import DataLoader from 'dataloader';

/** Reads a batch: a value or an Error for each key, in the keys' order. */
export type ReadBatch<Key, Value> = (keys: readonly Key[]) => Promise<readonly (Value | Error)[]>;

/** `together`: what several fields ask for is read as one batch. `at-once`: each key is read by itself, and once. */
export type BatchSchedule = 'together' | 'at-once';

/** `nameOf` tells which keys are the same. The returned function rejects with the key's own Error. */
export function createRequestLoader<Key, Value>(
  readBatch: ReadBatch<Key, Value>,
  nameOf: (key: Key) => string,
  schedule: BatchSchedule = 'together',
): (key: Key) => Promise<Value> {
  const loader = new DataLoader<Key, Value, string>(readBatch, {
    cacheKeyFn: nameOf,
    batchScheduleFn: schedule === 'together' ? onNextMacrotask : (run) => void Promise.resolve().then(run),
  });
  return (key) => loader.load(key);
}

/**
 * In workerd `process.nextTick` is only a microtask, and DataLoader's own scheduler, which leans on it,
 * splits what belongs together into many batches.
 */
function onNextMacrotask(run: () => void): void {
  setTimeout(run, 0);
}

/** What a batch owes: a value or an Error for each key, so that one failure stays one key's. */
export async function toSettledResults<Value>(work: readonly Promise<Value>[]): Promise<(Value | Error)[]> {
  const results = await Promise.allSettled(work);
  return results.map((result) => (result.status === 'fulfilled' ? result.value : toError(result.reason)));
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('a loader failed', { cause: reason });
}
