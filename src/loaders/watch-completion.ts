/**
 * Waits for the end of one session with upstream's long poll, asked again until the session has ended, the
 * time is over or the reader has gone, and never in a tight loop. Gives one event, then it is over.
 */

import type { SessionDetail } from '../domain/session-detail.ts';
import { type SessionSource, toLookedUpSource } from '../domain/session-detail.ts';
import { completionWaitSeconds } from '../limits.ts';

export type CompletionEvent =
  | { readonly kind: 'completed'; readonly session: SessionSource }
  /** There is no such session, or not any more. */
  | { readonly kind: 'unknown' }
  /** Waiting failed, or took longer than it may: the reader may subscribe again. */
  | { readonly kind: 'failed'; readonly error: unknown };

export interface CompletionSource {
  /** What is known of an ended session, else one long poll, which ends by itself: other readers may wait for the same. @throws UpstreamError */
  awaitCompletion(sessionId: string): Promise<SessionDetail | 'running' | null>;
  /** Time that is left for waiting, milliseconds. */
  remainingMs(): number;
  /** Called before each poll after the first. @throws Error when there is no time or call left. */
  requireMore(): void;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Absent where the runtime does not tell of its end. */
  readonly hostEnding?: HostEnding;
  /** Resolves after `ms` milliseconds, or at once when `signal` aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

interface HostEnding {
  /** Aborts when nobody may wait here any longer. */
  readonly signal: AbortSignal;
  /** What waiting fails with then. */
  toError(): Error;
}

/**
 * Time from one poll's start to the next one's: upstream may say at once that the session still runs. It doubles while
 * upstream does so, so that a request's calls last as long as it may wait.
 */
const minPollGapMs = 1_000;
const maxPollGapMs = completionWaitSeconds * 1_000;
/** An answer within this time came before its wait was over. */
const earlyMs = maxPollGapMs / 2;

/** `readerGone` aborts when the reader leaves; so does calling `return`, as servers of event streams do. */
export function watchCompletion(
  source: CompletionSource,
  sessionId: string,
  readerGone: AbortSignal,
): AsyncIterableIterator<CompletionEvent> {
  const closed = new AbortController();
  const signal = AbortSignal.any([closed.signal, readerGone]);
  const left = new Promise<null>((resolve) => signal.addEventListener('abort', () => resolve(null)));
  let isOver = false;
  return {
    async next() {
      if (isOver || signal.aborted) return { done: true, value: undefined };
      isOver = true;
      const ended = whenHostEnds(source.hostEnding, signal);
      const event = await Promise.race([awaitEnd(source, sessionId, signal), left, ended]);
      const isLeft = signal.aborted;
      closed.abort();
      return event === null || isLeft ? { done: true, value: undefined } : { done: false, value: event };
    },
    async return() {
      isOver = true;
      closed.abort();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** Never settles where the host goes on; listens until `over`. */
function whenHostEnds(ending: HostEnding | undefined, over: AbortSignal): Promise<CompletionEvent> {
  return new Promise((resolve) => {
    const fail = (): void => resolve({ kind: 'failed', error: ending?.toError() });
    if (ending?.signal.aborted) fail();
    else ending?.signal.addEventListener('abort', fail, { once: true, signal: over });
  });
}

/** Null when the reader has left. */
async function awaitEnd(
  source: CompletionSource,
  sessionId: string,
  signal: AbortSignal,
): Promise<CompletionEvent | null> {
  try {
    for (let gapMs = minPollGapMs; ; ) {
      const startedAt = source.now();
      const detail = await source.awaitCompletion(sessionId);
      if (detail === null) return { kind: 'unknown' };
      if (detail !== 'running') return { kind: 'completed', session: toLookedUpSource(detail) };
      const tookMs = source.now() - startedAt;
      const waitMs = Math.min(gapMs - tookMs, source.remainingMs());
      if (waitMs > 0) await source.sleep(waitMs, signal);
      gapMs = tookMs < earlyMs ? Math.min(2 * gapMs, maxPollGapMs) : minPollGapMs;
      if (signal.aborted) return null;
      source.requireMore();
    }
  } catch (error) {
    return { kind: 'failed', error };
  }
}
