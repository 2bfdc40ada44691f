/** Waits for work no longer than a limit allows, whether or not the work itself obeys it. */

/** @throws the signal's reason when it aborts first */
export function withinLimit<Value>(limit: AbortSignal, work: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    limit.addEventListener('abort', () => reject(limit.reason));
    work.then(resolve, reject);
  });
}
