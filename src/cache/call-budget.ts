/**
 * One request's way to the governor: a call that was taken is not counted again when it is made. Until upstream
 * has accepted the credential its calls are its own, so that a stranger cannot spend an account by naming it.
 */

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
  /** Upstream accepted the credential: what it spent so far is the account's. */
  accept(): void;
}

export interface BudgetOwner {
  readonly accountTag: string;
  readonly partition: string;
  /** Whether upstream has accepted the credential, as far as the data centre knows. */
  readonly isAccepted: () => Promise<boolean>;
  /** Governs the account. */
  readonly governor: Governor;
  /** Governs credentials that nobody vouches for, each by itself. */
  readonly strangers: Governor;
}

interface Payer {
  readonly governor: Governor;
  readonly tag: string;
}

interface Taken extends Payer {
  readonly takenAt: number;
}

export function createCallBudget({
  accountTag,
  partition,
  isAccepted,
  governor,
  strangers,
}: BudgetOwner): CallBudget {
  const taken: Taken[] = [];
  let strangersCalls = 0;
  const account: Payer = { governor, tag: accountTag };
  const stranger: Payer = { governor: strangers, tag: partition };
  let lastPayer = stranger;
  return {
    async take(isUrgent) {
      lastPayer = (await isAccepted()) ? account : stranger;
      const { governor: paying, tag } = lastPayer;
      const grant = await paying.take(tag, isUrgent);
      if (grant.kind === 'spent') {
        throw new UpstreamError({ kind: 'rate-limited', retryAfterSeconds: grant.retryAfterSeconds });
      }
      if (grant.kind === 'taken') taken.push({ governor: paying, tag, takenAt: grant.takenAt });
      return grant.kind === 'taken';
    },
    giveBack() {
      const call = taken.shift();
      call?.governor.giveBack(call.tag, call.takenAt);
    },
    count() {
      const call = taken.shift();
      const { governor: paying, tag } = call ?? lastPayer;
      if (call === undefined) paying.count(tag);
      if (paying === strangers) strangersCalls += 1;
    },
    accept() {
      for (; strangersCalls > 0; strangersCalls -= 1) governor.count(accountTag);
    },
  };
}
