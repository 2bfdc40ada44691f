/** Hears of the end of sessions that run now, through the subscription: sooner than the next poll would. */
import { readEventStream } from '../graphiql/event-stream.ts';
import { SessionEndDocument } from './dashboard.generated.ts';

/** A browser opens six connections to one origin, and the polls need one. */
const maxWatched = 3;

/** Calls `onEnd` with the id of each that has ended. @returns what stops the watching */
export function watchEnds(
  sessionIds: readonly string[],
  headers: Readonly<Record<string, string>>,
  onEnd: (id: string) => void,
): () => void {
  const stopped = new AbortController();
  for (const id of sessionIds.slice(0, maxWatched)) {
    awaitEnd(id, headers, stopped.signal).then(
      (hasEnded) => {
        if (hasEnded && !stopped.signal.aborted) onEnd(id);
      },
      // The next poll tells, too.
      () => {},
    );
  }
  return () => stopped.abort();
}

async function awaitEnd(
  id: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<boolean> {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query: SessionEndDocument.toString(), variables: { id } }),
    signal,
  });
  if (response.body === null || !response.ok) return false;
  const { done } = await readEventStream(response.body).next();
  return done !== true;
}
