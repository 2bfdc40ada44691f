/** What waiting for a session's end goes by: one request's time and calls, and the host's own end. */

import { UpstreamError } from '../errors/upstream-error.ts';
import type { Host } from '../host.ts';
import type { RequestBudget } from '../request-budget.ts';
import type { CompletionSource } from './watch-completion.ts';

/** `ending` aborts when the process is about to end. */
export function toCompletionSource(
  { now, sleep }: Host,
  awaitCompletion: CompletionSource['awaitCompletion'],
  budget: RequestBudget,
  { maxMs, ending }: { readonly maxMs: number; readonly ending?: AbortSignal },
): CompletionSource {
  budget.extendTime(maxMs);
  const startedAt = now();
  const toError = (): UpstreamError =>
    new UpstreamError({ kind: 'still-running', waitedSeconds: Math.round((now() - startedAt) / 1000) });
  return {
    ...(ending === undefined ? {} : { hostEnding: { signal: ending, toError } }),
    awaitCompletion,
    now,
    sleep,
    remainingMs: budget.remainingMs,
    requireMore() {
      if (budget.hasCallsLeft() && budget.remainingMs() > 0) return;
      throw toError();
    },
  };
}
