/** The long poll for a session's end: nothing is kept of it, but it counts, and it tells of the credential. */

import type { SessionDetail } from '../domain/session-detail.ts';
import { UpstreamError } from '../errors/upstream-error.ts';
import type { CallBudget } from './call-budget.ts';
import { isRefusalOfCredential, type Lease } from './lease.ts';

/** The session once it has ended, `running` when it has not within the wait, null when there is none. */
export type AwaitCompletion = (
  sessionId: string,
  signal: AbortSignal,
) => Promise<SessionDetail | 'running' | null>;

/** The returned function rejects with UpstreamError when upstream, or the account's calls, fail it. */
export function governCompletion(
  awaitCompletion: AwaitCompletion,
  budget: CallBudget,
  lease: Lease,
): AwaitCompletion {
  return async (sessionId, signal) => {
    try {
      await budget.take(true);
      const completion = await awaitCompletion(sessionId, signal);
      lease.renew();
      budget.accept();
      return completion;
    } catch (error) {
      if (error instanceof UpstreamError && isRefusalOfCredential(error.failure)) lease.end();
      throw error;
    }
  };
}
