/**
 * Reads what upstream says through the cache: a fresh entry, or a stale one while it is refreshed, or upstream
 * itself, or a stale entry when upstream fails. Knows nothing of sessions.
 */

import type { AccountAccess } from '../account/account-access.ts';
import type { CacheSettings } from '../config/config.ts';
import { anyEntry, type ReadOptions } from '../domain/resource.ts';
import type { CallOptions, CallPriority } from '../domain/upstream.ts';
import type { CacheEntry } from './entry.ts';
import type { EntryStore } from './entry-store.ts';
import { judge, usableForMs, type Verdict } from './judge.ts';
import { createRecentFailures } from './recent-failures.ts';
import type { Revalidations } from './revalidations.ts';
import { toStaleCause } from './stale-cause.ts';
import type { CacheTrace, TracedRead } from './trace.ts';
import type { Unit } from './unit.ts';

export interface ReadThroughParts {
  readonly partition: string;
  readonly store: EntryStore;
  readonly account: Pick<AccountAccess, 'readStanding' | 'verify'>;
  readonly settings: CacheSettings;
  readonly revalidations: Revalidations;
  readonly trace: CacheTrace;
  readonly now: () => number;
  readonly keepAlive: (work: Promise<unknown>) => void;
  /** The reader's `no-cache`: entries fetched earlier (milliseconds since the epoch) are for errors only. 0 takes any. */
  readonly freshNotBefore: number;
  /** Whether what is fetched may be kept: false for a reader's `no-store`. */
  readonly isStoring: boolean;
}

export interface ReadThrough {
  /** @throws UpstreamError */
  read<Value>(unit: Unit<Value>, options: ReadOptions): Promise<Value>;
  /** Fetches what is not there, behind the response, and only where the account can spare the call. @throws UpstreamError */
  prefetch<Value>(unit: Unit<Value>, options: ReadOptions): Promise<void>;
  /** Keeps in memory what came as a part of something else, fetched at that time (milliseconds since the epoch). */
  keep<Value>(unit: Unit<Value>, value: Value, fetchedAt: number, bytes: number): void;
  /** Whether an entry that was found elsewhere may be served as fresh. @throws UpstreamError when the credential is refused */
  isFresh(entry: CacheEntry): Promise<boolean>;
}

interface Fetched<Value> {
  readonly entry: CacheEntry<Value>;
  readonly isCollapsed: boolean;
}

interface Found<Value> {
  readonly entry: CacheEntry<Value>;
  readonly source: TracedRead['source'];
  readonly verdict: Verdict;
  /** Milliseconds since the epoch. */
  readonly judgedAt: number;
}

const ranks: Readonly<Record<Verdict, number>> = {
  fresh: 4,
  unverified: 3,
  stale: 2,
  'stale-if-error': 1,
  expired: 0,
};

export function createReadThrough(parts: ReadThroughParts): ReadThrough {
  const { store, account, settings, revalidations, trace, now, keepAlive } = parts;
  const { stale, validForMs } = settings;
  const fetchUnlessBroken = createRecentFailures(parts);

  async function judgeNow(
    entry: CacheEntry,
    options: ReadOptions,
    graceMs = 0,
    at: number = now(),
  ): Promise<Verdict> {
    const { freshNotBefore } = parts;
    const standing = await account.readStanding();
    const conditions = { stale, validForMs: validForMs + graceMs, standing, freshNotBefore };
    return judge(entry, options, { now: at, ...conditions });
  }

  /** Upstream could not tell of the credential in this request. */
  let isUnproven = false;

  /** Upstream is asked about the credential where it has to be; an entry is for errors only where it cannot tell. */
  async function judgeVerified(entry: CacheEntry, options: ReadOptions): Promise<Verdict> {
    const verdict = await judgeNow(entry, options);
    if (verdict !== 'unverified') return verdict;
    return (await isVerified()) ? judgeNow(entry, options, stale.ifErrorMs) : 'stale-if-error';
  }

  /**
   * While upstream fails, the credential is taken as valid: entries are served within its grace period. An answer that
   * breaks the contract proves nothing either way. @throws UpstreamError
   */
  async function isVerified(): Promise<boolean> {
    const { acceptedAt } = await account.readStanding();
    if (acceptedAt > 0 && now() - acceptedAt < validForMs) return true;
    if (isUnproven) return false;
    try {
      isUnproven = (await account.verify()) !== 'accepted';
      return !isUnproven;
    } catch (error) {
      const cause = toStaleCause(error);
      if (cause === null) throw error;
      isUnproven = cause === 'invalid-response';
      return !isUnproven;
    }
  }

  /** The best entry that is good for anything; the edge is asked only when memory has nothing fresh. */
  async function find<Value>(unit: Unit<Value>, options: ReadOptions): Promise<Found<Value> | null> {
    const inMemory = await rate(unit, options, store.fromMemory(unit.text), 'memory');
    if (inMemory !== null && ranks[inMemory.verdict] >= ranks.unverified) return inMemory;
    const atEdge = await rate(unit, options, await store.fromEdge(unit.text), 'edge');
    if (inMemory === null || atEdge === null) return inMemory ?? atEdge;
    return ranks[atEdge.verdict] > ranks[inMemory.verdict] ? atEdge : inMemory;
  }

  async function rate<Value>(
    unit: Unit<Value>,
    options: ReadOptions,
    entry: CacheEntry | null,
    source: 'memory' | 'edge',
  ): Promise<Found<Value> | null> {
    if (entry === null || !isEntryOf(unit, entry)) return null;
    const verdict = await judgeNow(entry, options);
    return verdict === 'expired' ? null : { entry, source, verdict, judgedAt: now() };
  }

  function serve<Value>(
    { entry, source }: Pick<Found<Value>, 'entry' | 'source'>,
    unit: Unit<Value>,
    state: TracedRead['state'],
    isCollapsed = false,
  ): Value {
    const { fetchedAt, freshness, freshForMs, value } = entry;
    if (unit.isSigned) trace.forbidStoring();
    const why = unit.explain(freshness, value);
    trace.record({ unit: unit.text, source, fetchedAt, freshness, freshForMs, why, state, isCollapsed });
    return value;
  }

  function toEntry<Value>(unit: Unit<Value>, value: Value, fetchedAt: number, precededBy: string | null) {
    const freshness = unit.classify(value);
    return { value, fetchedAt, freshness, freshForMs: settings.freshForMs[freshness], precededBy };
  }

  async function fetchAndKeep<Value>(
    unit: Unit<Value>,
    { precededBy }: ReadOptions,
    call: CallOptions,
  ): Promise<Fetched<Value>> {
    const isFresh = async (failed: CacheEntry): Promise<boolean> =>
      (await judgeNow(failed, { ...anyEntry, notBefore: call.notBefore })) === 'fresh';
    const fetched = await fetchUnlessBroken(unit.text, isFresh, () => unit.fetch(call));
    const { value, fetchedAt: receivedAt, bytes, isCollapsed } = fetched;
    const entry = toEntry(unit, value, receivedAt ?? now(), precededBy);
    if (parts.isStoring && !unit.isSigned) {
      store.toMemory(unit.text, entry, bytes);
      keepAlive(store.toEdge(unit.text, entry, usableForMs(entry, stale)));
    }
    return { entry, isCollapsed };
  }

  /** @throws UpstreamError */
  async function fetchNow<Value>(
    unit: Unit<Value>,
    options: ReadOptions,
    priority: CallPriority,
  ): Promise<Value> {
    const notBefore = Math.max(options.notBefore, parts.freshNotBefore);
    const call = { notBefore, priority, isShareable: parts.isStoring, isAwaited: true };
    const work = fetchAndKeep(unit, options, call);
    // What has come when this reader leaves is still kept.
    keepAlive(work.catch(() => {}));
    const { entry, isCollapsed } = await work;
    return serve({ entry, source: 'upstream' }, unit, 'fresh', isCollapsed);
  }

  /** Upstream's word, or an entry where upstream cannot be had. @throws UpstreamError */
  async function fetchOrCover<Value>(
    unit: Unit<Value>,
    options: ReadOptions,
    found: Found<Value> | null,
  ): Promise<Value> {
    try {
      return await fetchNow(unit, options, found === null ? 'foreground' : 'background');
    } catch (error) {
      const cause = toStaleCause(error);
      if (found === null || cause === null) throw error;
      // Neither few calls left nor a broken answer are a reason to let a revoked key read on.
      if (cause === 'reserved' && !(await isVerified())) return fetchNow(unit, options, 'foreground');
      if (cause === 'invalid-response' && !(await isVerified())) throw error;
      // The failure took its time, which is no reason to expire; a refusal of the credential meanwhile is one.
      const verdict = await judgeNow(found.entry, options, stale.ifErrorMs, found.judgedAt);
      if (verdict === 'expired') throw error;
      return serve(found, unit, cause);
    }
  }

  /** Its failure is nobody's, and in the log already. */
  function fetchBehind<Value>(
    unit: Unit<Value>,
    options: ReadOptions,
    call: Pick<CallOptions, 'notBefore' | 'priority'>,
  ): void {
    revalidations.start(`${parts.partition}/${unit.text}`, now(), () => {
      const behind = { ...call, isShareable: parts.isStoring, isAwaited: false };
      const work = fetchAndKeep(unit, options, behind).catch(() => {});
      keepAlive(work);
      return work;
    });
  }

  return {
    keep(unit, value, fetchedAt, bytes) {
      if (parts.isStoring) store.toMemory(unit.text, toEntry(unit, value, fetchedAt, null), bytes);
    },
    isFresh: async (entry) => (await judgeVerified(entry, anyEntry)) === 'fresh',
    async read(unit, options) {
      if (unit.isSigned) return fetchNow(unit, options, 'foreground');
      const found = await find(unit, options);
      const verdict = found === null ? 'expired' : await judgeVerified(found.entry, options);
      if (found === null || (verdict !== 'fresh' && verdict !== 'stale')) {
        return fetchOrCover(unit, options, found);
      }
      if (verdict === 'fresh') return serve(found, unit, 'fresh');
      const notBefore = Math.max(options.notBefore, found.entry.fetchedAt + 1);
      fetchBehind(unit, options, { notBefore, priority: 'background' });
      return serve(found, unit, 'revalidating');
    },
    async prefetch(unit, options) {
      // A reader who is not served from the cache gains nothing.
      if (!parts.isStoring || parts.freshNotBefore > 0) return;
      const found = await find(unit, options);
      if (found !== null && found.verdict !== 'stale-if-error') return;
      fetchBehind(unit, options, { notBefore: options.notBefore, priority: 'ahead' });
    },
  };
}

function isEntryOf<Value>(unit: Unit<Value>, entry: CacheEntry): entry is CacheEntry<Value> {
  return unit.isValue(entry.value);
}
