/**
 * Calls under way by name, and who waits for each: one that nobody waits for any more is aborted. Holds promises, so
 * it must live inside one Durable Object, process or request.
 */

export interface SharedCalls<Value> {
  /** The call under this name that runs now, which the caller waits for from now on; null when none does. */
  join(name: string, callerId: string | null): Promise<Value> | null;
  /** Runs `work`; until it settles, or is abandoned, `join` gives its promise. `callerId` null: it never leaves. */
  lead(
    name: string,
    callerId: string | null,
    work: (abandoned: AbortSignal) => Promise<Value>,
  ): Promise<Value>;
  leave(callerId: string): void;
}

interface SharedCall<Value> {
  readonly result: Promise<Value>;
  readonly waiting: Set<string | null>;
  readonly abandoned: AbortController;
}

export function createSharedCalls<Value>(): SharedCalls<Value> {
  const calls = new Map<string, SharedCall<Value>>();
  return {
    join(name, callerId) {
      const call = calls.get(name);
      call?.waiting.add(callerId);
      return call?.result ?? null;
    },
    lead(name, callerId, work) {
      const abandoned = new AbortController();
      const result = work(abandoned.signal).finally(() => {
        if (calls.get(name) === call) calls.delete(name);
      });
      const call = { result, waiting: new Set<string | null>([callerId]), abandoned };
      calls.set(name, call);
      return result;
    },
    leave(callerId) {
      for (const [name, { waiting, abandoned }] of calls) {
        if (!waiting.delete(callerId) || waiting.size > 0) continue;
        // Whoever comes next does not join what is being aborted.
        calls.delete(name);
        abandoned.abort();
      }
    },
  };
}
