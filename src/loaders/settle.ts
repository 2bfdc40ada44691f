/** What a batch function of DataLoader owes: a value or an Error for each key, so that one failure stays one key's. */
export async function toSettledResults<Value>(work: readonly Promise<Value>[]): Promise<(Value | Error)[]> {
  const results = await Promise.allSettled(work);
  return results.map((result) => (result.status === 'fulfilled' ? result.value : toError(result.reason)));
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('a loader failed', { cause: reason });
}
