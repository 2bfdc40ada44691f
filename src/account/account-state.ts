/**
 * What is known of one account: its remaining calls, the credentials that upstream accepts, its last purge, and the
 * answers of a moment ago. Plain data. Only an account that upstream has accepted a credential of is ever saved.
 */

import { LRUCache } from 'lru-cache';
import type { CacheSettings } from '../config/config.ts';
import { minSecondsBetweenPurges } from '../limits.ts';
import { type CircuitBreaker, createCircuitBreaker } from './circuit-breaker.ts';
import { createRateLimiter, type RateLimiter } from './rate-limiter.ts';
import { createRetryBudget, type RetryBudget } from './retry-budget.ts';

export interface StoredAccount {
  /** Milliseconds since the epoch; 0 when never. */
  readonly purgedAt: number;
  /** By partition: when upstream last accepted the credential, milliseconds since the epoch. */
  readonly acceptedAt: Readonly<Record<string, number>>;
}

/** What stands between the account's callers and upstream. */
interface CallGuards {
  readonly limiter: RateLimiter;
  readonly breaker: CircuitBreaker;
  readonly retries: RetryBudget;
}

export interface AccountState {
  readonly recent: RecentAnswers;
  /** 0 when upstream never accepted the credential, or refused it since. */
  acceptedAt(partition: string): number;
  /**
   * Notes that upstream accepted the credential on a call made at `calledAt`, unless it refused it later than that.
   * Calls that it made before count for the account from now on.
   */
  accept(partition: string, calledAt: number, now: number): void;
  refuse(partition: string, now: number): void;
  /** What a call of this credential counts with: naming an account is not enough to use up its calls, or to stop them. */
  guardsOf(partition: string): CallGuards;
  /** Milliseconds since the epoch; 0 when never. */
  purgedAt(): number;
  /** Milliseconds to wait when the last purge is too young; 0 when the account is purged now. */
  purge(now: number): number;
}

/** An acceptance is saved this seldom: a lost one costs one small call. */
const saveEveryMs = 300_000;

export interface AccountBounds {
  /** Credentials that upstream has not accepted; the least recently used is forgotten first. */
  readonly maxUnverified: number;
  /** Of recent answers. */
  readonly recentCharacters: number;
}

/** Some thirty pages: one isolate may hold the objects of several accounts. */
export const objectBounds: AccountBounds = { maxUnverified: 500, recentCharacters: 2 * 1024 * 1024 };

/** `save` is called when something changes that has to outlive the memory it is in. */
export function createAccountState(
  cache: CacheSettings,
  stored: StoredAccount | null,
  save: (account: StoredAccount) => void,
  { maxUnverified, recentCharacters }: AccountBounds = objectBounds,
): AccountState {
  const { callsPerMinute, validForMs, stale } = cache;
  const guards = createCallGuards(callsPerMinute);
  const accepted = new Map(Object.entries(stored?.acceptedAt ?? {}));
  const savedAt = new Map(accepted);
  const unverified = new LRUCache<string, CallGuards>({ max: maxUnverified });
  const refusedAt = new LRUCache<string, number>({ max: maxUnverified });
  let purgedAt = stored?.purgedAt ?? 0;

  function saveAll(): void {
    for (const [partition, at] of accepted) savedAt.set(partition, at);
    save({ purgedAt, acceptedAt: Object.fromEntries(accepted) });
  }

  /** Credentials that no entry may be served to any more need no record. */
  function forgetLapsed(now: number): void {
    for (const [partition, at] of accepted)
      if (now - at >= validForMs + stale.ifErrorMs) accepted.delete(partition);
  }

  return {
    recent: createRecentAnswers(cache.freshForMs.running, recentCharacters),
    acceptedAt: (partition) => accepted.get(partition) ?? 0,
    accept(partition, calledAt, now) {
      if (calledAt < (refusedAt.get(partition) ?? 0)) return;
      const before = unverified.get(partition);
      if (before !== undefined) guards.limiter.count(now, callsPerMinute - before.limiter.remaining(now));
      unverified.delete(partition);
      forgetLapsed(now);
      accepted.set(partition, now);
      if (now - (savedAt.get(partition) ?? 0) >= saveEveryMs) saveAll();
    },
    refuse(partition, now) {
      refusedAt.set(partition, now);
      savedAt.delete(partition);
      if (accepted.delete(partition)) saveAll();
    },
    guardsOf(partition) {
      if (accepted.has(partition)) return guards;
      const own = unverified.get(partition) ?? createCallGuards(callsPerMinute);
      unverified.set(partition, own);
      return own;
    },
    purgedAt: () => purgedAt,
    purge(now) {
      const waitMs = purgedAt + minSecondsBetweenPurges * 1000 - now;
      if (waitMs > 0) return waitMs;
      purgedAt = now;
      if (accepted.size > 0) saveAll();
      return 0;
    },
  };
}

function createCallGuards(callsPerMinute: number): CallGuards {
  return {
    limiter: createRateLimiter(callsPerMinute),
    breaker: createCircuitBreaker(),
    retries: createRetryBudget(),
  };
}

interface RecentAnswer {
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
}

interface RecentAnswers {
  /** Null when there is none that was received at `notBefore` or later. */
  find(name: string, notBefore: number): RecentAnswer | null;
  add(name: string, answer: RecentAnswer, now: number): void;
}

function createRecentAnswers(maxAgeMs: number, maxCharacters: number): RecentAnswers {
  /** In the order in which they arrived. */
  const answers = new Map<string, RecentAnswer>();
  let characters = 0;
  const drop = (name: string): void => {
    characters -= answers.get(name)?.text.length ?? 0;
    answers.delete(name);
  };
  return {
    find(name, notBefore) {
      const answer = answers.get(name);
      return answer === undefined || answer.receivedAt < notBefore ? null : answer;
    },
    add(name, answer, now) {
      drop(name);
      answers.set(name, answer);
      characters += answer.text.length;
      for (const [oldName, { receivedAt }] of answers) {
        if (characters <= maxCharacters && now - receivedAt <= maxAgeMs) break;
        drop(oldName);
      }
    },
  };
}
