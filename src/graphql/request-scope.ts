/** Which request is being answered, for hooks of the server that are not told. */

import { AsyncLocalStorage } from 'node:async_hooks';

const scope = new AsyncLocalStorage<string>();

export function runAsRequest<Value>(requestId: string, run: () => Value): Value {
  return scope.run(requestId, run);
}

/** Null outside of a request. */
export function currentRequestId(): string | null {
  return scope.getStore() ?? null;
}
