/**
 * Waits for the end of one session with upstream's long poll, asked again until the session has ended, the
 * time is over or the reader has gone. Gives one event, then it is over.
 */

import type { SessionDetail } from '../domain/session-detail.ts';
import { type SessionSource, toLookedUpSource } from '../domain/session-source.ts';

export type CompletionEvent =
  | { readonly kind: 'completed'; readonly session: SessionSource }
  /** There is no such session, or not any more. */
  | { readonly kind: 'unknown' }
  /** Waiting failed, or took longer than it may: the reader may subscribe again. */
  | { readonly kind: 'failed'; readonly error: unknown };

export interface CompletionSource {
  /** One long poll. @throws UpstreamError */
  awaitCompletion(sessionId: string, signal: AbortSignal): Promise<SessionDetail | 'running' | null>;
  /** Called before each poll after the first. @throws Error when there is no time or call left. */
  requireMore(): void;
}

/** `readerGone` aborts when the reader leaves; so does calling `return`, as servers of event streams do. */
export function watchCompletion(
  source: CompletionSource,
  sessionId: string,
  readerGone: AbortSignal,
): AsyncIterableIterator<CompletionEvent> {
  const closed = new AbortController();
  const signal = AbortSignal.any([closed.signal, readerGone]);
  let isOver = false;
  return {
    async next() {
      if (isOver || signal.aborted) return { done: true, value: undefined };
      isOver = true;
      const event = await awaitEnd(source, sessionId, signal);
      return signal.aborted ? { done: true, value: undefined } : { done: false, value: event };
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

async function awaitEnd(
  source: CompletionSource,
  sessionId: string,
  signal: AbortSignal,
): Promise<CompletionEvent> {
  try {
    for (;;) {
      const detail = await source.awaitCompletion(sessionId, signal);
      if (detail === null) return { kind: 'unknown' };
      if (detail !== 'running') return { kind: 'completed', session: toLookedUpSource(detail) };
      source.requireMore();
    }
  } catch (error) {
    return { kind: 'failed', error };
  }
}
