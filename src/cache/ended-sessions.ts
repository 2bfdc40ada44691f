/** The detail of a session that has ended: out of the cache, else by one of upstream's long polls, whose answer is kept. */

import { classifySession, explainSession } from '../domain/freshness.ts';
import { anyEntry, toUnitText } from '../domain/resource.ts';
import { type SessionDetail, sessionDetails } from '../domain/session-detail.ts';
import type { Received } from '../domain/upstream.ts';
import type { ReadThrough } from './read-through.ts';

/** One long poll; null as its value when there is no such session. @throws UpstreamError */
type AwaitCompletion = (sessionId: string) => Promise<Received<SessionDetail | null> | 'running'>;

/** Browsers ask again every few seconds once an event stream is over: that costs no call. */
export function createEndedSessions(
  { read }: ReadThrough,
  awaitCompletion: AwaitCompletion,
): (sessionId: string) => Promise<SessionDetail | 'running' | null> {
  return async (sessionId) => {
    const poll = async () => {
      const received = await awaitCompletion(sessionId);
      if (received === 'running') throw new StillRunning();
      return received;
    };
    const text = toUnitText(sessionDetails, sessionId);
    const unit = { text, isValue: isEnded, fetch: poll, classify: classifySession, explain: explainSession };
    try {
      return await read(unit, anyEntry);
    } catch (error) {
      if (error instanceof StillRunning) return 'running';
      throw error;
    }
  };
}

/** There is nothing to keep. */
class StillRunning extends Error {}

/** Of an entry that says anything else upstream is asked. */
function isEnded(value: unknown): value is SessionDetail | null {
  return value !== null && sessionDetails.isValue(value) && classifySession(value) === 'settled';
}
