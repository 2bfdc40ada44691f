// The stores of the live demo: each follows the clock when it is read, so that sessions come, run and end without a
// timer. It keeps the last two weeks of what `live-day.ts` tells, and whatever the control side did to them.

import { accounts } from './accounts.ts';
import { createErrorGroupStore } from './error-group-store.ts';
import { HttpError } from './http-error.ts';
import { createDay, dayMs, type LiveRun } from './live-day.ts';
import { type LiveAccount, toErrorGroup, toErrorGroupId, toSession } from './live-session.ts';
import { createRandom, hashText } from './random.ts';
import type { Session } from './session.ts';
import { createSessionStore, type SessionStore } from './session-store.ts';

/** Today included. */
const keptDays = 14;

/** The returned function throws an HttpError 400 for an account that the emulator does not know. */
export function createLiveStores({ seed }: { readonly seed: number }, now: () => number) {
  const stores = new Map<string, () => SessionStore>();
  return (accountId: string): SessionStore => {
    if (!accounts.some(({ id }) => id === accountId)) {
      throw new HttpError(400, `The emulator has no account ${accountId}.`);
    }
    const read = stores.get(accountId) ?? createLiveStore(`${seed} ${accountId}`, accountId, now);
    stores.set(accountId, read);
    return read();
  };
}

interface Arrival {
  readonly run: LiveRun;
  readonly session: Session;
}

function createLiveStore(seedText: string, accountId: string, now: () => number): () => SessionStore {
  const store = createSessionStore([], createErrorGroupStore([]));
  const account: LiveAccount = {
    accountId,
    projectId: createRandom(hashText(`project ${seedText}`)).uuid(),
  };
  /** Oldest first. */
  let coming: Arrival[] = [];
  let arrived: Arrival[] = [];
  let nextDay = Number.NEGATIVE_INFINITY;
  /** What the control side added stays. */
  const ownGroupIds = new Set<string>();

  function prepareDays(today: number): void {
    for (nextDay = Math.max(nextDay, today - keptDays + 1); nextDay <= today; nextDay += 1) {
      const random = createRandom(hashText(`live ${seedText} ${nextDay}`));
      const runs = createDay(random, nextDay);
      coming.push(...runs.map((run) => ({ run, session: toSession(random, run, account) })));
    }
    coming.sort((a, b) => a.run.createdAtMs - b.run.createdAtMs);
    forget((today - keptDays + 1) * dayMs);
  }

  function forget(beforeMs: number): void {
    const isOld = ({ run }: Arrival) => run.createdAtMs < beforeMs;
    coming = coming.filter((arrival) => !isOld(arrival));
    for (const { session } of arrived.filter(isOld)) store.remove(session.key);
    const old = store.errorGroups
      .list()
      .filter(({ key, lastSeenMs }) => lastSeenMs < beforeMs && ownGroupIds.has(key));
    for (const group of old) store.errorGroups.remove(group.key);
    arrived = arrived.filter((arrival) => !isOld(arrival));
  }

  function arrive(arrival: Arrival): void {
    const { run, session } = arrival;
    arrived.push(arrival);
    store.put(session);
    if (run.error === null) return;
    const known = store.errorGroups.find(toErrorGroupId(run.error.name, account)) ?? null;
    const group = toErrorGroup(run, account, known);
    if (group === null) return;
    ownGroupIds.add(group.key);
    store.errorGroups.put(group);
  }

  return () => {
    const nowMs = now();
    const today = Math.floor(nowMs / dayMs);
    if (today >= nextDay) prepareDays(today);
    const waiting = coming.findIndex(({ run }) => run.createdAtMs > nowMs);
    const due = coming.splice(0, waiting === -1 ? coming.length : waiting);
    for (const arrival of due) arrive(arrival);
    return store;
  };
}
