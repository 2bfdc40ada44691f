/** One request's way to the governor: a call that was taken is not counted again when it is made. */

import { UpstreamError } from '../errors/upstream-error.ts';
import type { Governor } from './governor.ts';

export interface CallBudget {
  /**
   * Takes a call before it is made, so that many at once cannot spend the same one. False where what is left is
   * for readers who have no copy at all (`isUrgent`). @throws UpstreamError when no call is left.
   */
  take(isUrgent: boolean): Promise<boolean>;
  /** A call that was taken was not needed: a cache answered. */
  giveBack(): void;
  /** A call is made. */
  count(): void;
}

export function createCallBudget(governor: Governor, accountTag: string): CallBudget {
  const takenAts: number[] = [];
  return {
    async take(isUrgent) {
      const grant = await governor.take(accountTag, isUrgent);
      if (grant.kind === 'spent') {
        throw new UpstreamError({ kind: 'rate-limited', retryAfterSeconds: grant.retryAfterSeconds });
      }
      if (grant.kind === 'taken') takenAts.push(grant.takenAt);
      return grant.kind === 'taken';
    },
    giveBack() {
      const takenAt = takenAts.shift();
      if (takenAt !== undefined) governor.giveBack(accountTag, takenAt);
    },
    count() {
      if (takenAts.shift() === undefined) governor.count(accountTag);
    },
  };
}
