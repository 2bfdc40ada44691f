// The long poll: the detail once the session has ended, else 408 after the wait. It looks again every quarter
// of a second, so that a session ended or deleted through the control side is seen too.

import { HttpError } from './http-error.ts';
import { readNumber } from './list-query.ts';
import { readStatus, type Session, type SessionFields } from './session.ts';
import { readCompletion } from './session-detail.ts';
import type { Sleep } from './sleep.ts';

const lookEveryMs = 250;
const maxWaitSeconds = 30;

export interface Waiting {
  readonly now: () => number;
  readonly sleep: Sleep;
  readonly signal: AbortSignal;
  /** @throws HttpError 404 */
  readonly findSession: () => Session;
}

/** In milliseconds. @throws HttpError 400 */
export function readMaxWaitMs(parameters: URLSearchParams): number {
  const seconds = readNumber(parameters, 'maxWaitSeconds') ?? maxWaitSeconds;
  if (seconds < 1) throw new HttpError(400, '"maxWaitSeconds" must be greater than or equal to 1');
  if (seconds > maxWaitSeconds) {
    throw new HttpError(400, `"maxWaitSeconds" must be less than or equal to ${maxWaitSeconds}`);
  }
  return seconds * 1000;
}

/** @throws HttpError 404, or 408 when the session still runs after the wait */
export async function awaitCompletion(waiting: Waiting, maxWaitMs: number): Promise<SessionFields> {
  const { now, sleep, signal, findSession } = waiting;
  // Counted by what was slept, not by the clock: a test's clock may stand still.
  for (let waitedMs = 0; ; waitedMs += lookEveryMs) {
    const session = findSession();
    if (readStatus(session, now()) !== 'RUNNING') return readCompletion(session, now());
    if (waitedMs >= maxWaitMs) break;
    await sleep(Math.min(lookEveryMs, maxWaitMs - waitedMs), signal);
  }
  throw new HttpError(408, 'The test session is still running.');
}
