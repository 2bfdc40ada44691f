/**
 * Reads what upstream says through every tier: a fresh copy, or a stale one while it is refreshed, or upstream
 * itself, once for all who ask at the same time, or an old copy when upstream fails. Knows nothing of sessions.
 */

import { UpstreamError, type UpstreamFailure } from '../errors/upstream-error.ts';
import type { CallBudget } from './call-budget.ts';
import {
  type Copy,
  type CopyDemand,
  type FreshnessClass,
  judgeCopy,
  noDemand,
  usableForMs,
  type Verdict,
} from './copy.ts';
import type { Flights } from './flights.ts';
import { isPassingTrouble, isRefusalOfCredential, type Lease } from './lease.ts';
import { toUnitName } from './partition.ts';
import type { CacheReport, ReadRecord, StaleCause } from './report.ts';
import type { CacheSettings } from './settings.ts';
import type { Tier } from './tier.ts';

export interface Fetched<Value> {
  readonly value: Value;
  /** Milliseconds since the epoch. */
  readonly fetchedAt: number;
}

/** One thing that can be read: a page, a session's detail. */
export interface Unit<Value> {
  /** Names it within a partition, in full. */
  readonly text: string;
  isValue(value: unknown): value is Value;
  /** @throws UpstreamError */
  fetch(): Promise<Fetched<Value>>;
  classify(fetched: Fetched<Value>): FreshnessClass;
}

export interface ReadThroughParts {
  readonly partition: string;
  /** From the nearest to the farthest. */
  readonly tiers: readonly Tier[];
  readonly settings: CacheSettings;
  readonly flights: Flights;
  readonly lease: Lease;
  readonly budget: CallBudget;
  readonly report: CacheReport;
  readonly now: () => number;
  readonly keepAlive: (work: Promise<unknown>) => void;
  /** Whether what is fetched may be kept: false for a reader's `no-store`. */
  readonly isStoring: boolean;
}

export interface ReadThrough {
  /** @throws UpstreamError */
  read<Value>(unit: Unit<Value>, demand: CopyDemand): Promise<Value>;
}

interface Found<Value> {
  readonly copy: Copy<Value>;
  readonly source: ReadRecord['source'];
  readonly verdict: Verdict;
}

const verdictRank: Readonly<Record<Verdict, number>> = { fresh: 3, stale: 2, 'if-error': 1, gone: 0 };

export function createReadThrough(parts: ReadThroughParts): ReadThrough {
  const { tiers, settings, flights, lease, budget, report, now, keepAlive } = parts;

  async function find<Value>(
    unit: Unit<Value>,
    name: string,
    demand: CopyDemand,
  ): Promise<Found<Value> | null> {
    let best: Found<Value> | null = null;
    for (const tier of tiers) {
      const copy = await tier.get(name);
      if (copy === null || !isCopyOf(unit, copy)) continue;
      const verdict = judgeCopy(copy, demand, settings.windows, now());
      if (verdict === 'gone' || (best !== null && verdictRank[verdict] <= verdictRank[best.verdict]))
        continue;
      best = { copy, source: tier.name, verdict };
      if (verdict === 'fresh') break;
    }
    if (best !== null && best.source !== tiers[0]?.name) await keep(name, best.copy, tiers.slice(0, 1));
    return best;
  }

  async function keep(name: string, copy: Copy<unknown>, into: readonly Tier[]): Promise<void> {
    if (!parts.isStoring) return;
    await Promise.all(into.map((tier) => tier.put(name, copy, usableForMs(copy, settings.windows))));
  }

  function serve<Value>(
    { copy, source }: Found<Value>,
    unit: Unit<Value>,
    how: Pick<ReadRecord, 'state' | 'isCollapsed'>,
  ): Value {
    const { fetchedAt, freshness, freshForMs } = copy;
    report.record({ unit: unit.text, source, fetchedAt, freshness, freshForMs, ...how });
    return copy.value;
  }

  /**
   * Fetches, keeps and lands the flight, whatever comes. Null where what is left of the account's calls is for
   * readers who have no copy at all (`isUrgent`).
   */
  async function fly<Value>(
    unit: Unit<Value>,
    name: string,
    isUrgent: boolean,
  ): Promise<Found<Value> | null> {
    try {
      if (!(await budget.take(isUrgent))) {
        flights.land(name, { kind: 'gave-up' });
        return null;
      }
      const startedAt = now();
      const fetched = await unit.fetch();
      const freshness = unit.classify(fetched);
      const copy = { ...fetched, freshness, freshForMs: settings.freshForMs[freshness] };
      const isNew = fetched.fetchedAt >= startedAt;
      if (isNew) lease.renew();
      await keep(name, copy, tiers.slice(0, 1));
      flights.land(name, { kind: 'copy', copy });
      keepAlive(keep(name, copy, tiers.slice(1)));
      if (isNew) return { copy, source: 'upstream', verdict: 'fresh' };
      // Out of the cache in front of upstream, which may be refreshing it by now.
      return { copy, source: 'edge', verdict: judgeCopy(copy, noDemand, settings.windows, now()) };
    } catch (error) {
      const failure = error instanceof UpstreamError ? error.failure : null;
      if (failure !== null && isRefusalOfCredential(failure)) lease.end();
      if (failure?.kind === 'refused') lease.renew();
      const isShared = failure !== null && failure.kind !== 'budget-spent';
      flights.land(name, isShared ? { kind: 'failure', failure } : { kind: 'gave-up' });
      throw error;
    }
  }

  /** From upstream, by this request's own call or by another's that is under way; null as `fly`. @throws UpstreamError */
  async function fetchOnce<Value>(
    unit: Unit<Value>,
    name: string,
    demand: CopyDemand,
    isUrgent: boolean,
  ): Promise<(Found<Value> & { isCollapsed: boolean }) | null> {
    while (!flights.takeOff(name)) {
      const outcome = await flights.wait(name);
      if (outcome?.kind === 'failure') throw new UpstreamError(outcome.failure);
      if (outcome?.kind === 'copy' && isCopyOf(unit, outcome.copy) && satisfies(outcome.copy, demand)) {
        return { copy: outcome.copy, source: 'upstream', verdict: 'fresh', isCollapsed: true };
      }
    }
    const work = fly(unit, name, isUrgent);
    keepAlive(work.catch(() => {}));
    const found = await work;
    return found === null ? null : { ...found, isCollapsed: false };
  }

  function satisfies(copy: Copy<unknown>, demand: CopyDemand): boolean {
    return copy.fetchedAt >= Math.max(demand.notBefore, demand.freshNotBefore);
  }

  function refreshBehind<Value>(unit: Unit<Value>, name: string): void {
    if (flights.takeOff(name)) keepAlive(fly(unit, name, false).catch(() => {}));
  }

  /** Upstream's word, or an old copy where upstream cannot be had. @throws UpstreamError */
  async function fetchOrCover<Value>(
    unit: Unit<Value>,
    name: string,
    demand: CopyDemand,
    found: Found<Value> | null,
  ): Promise<Value> {
    try {
      for (const isUrgent of [found === null, true]) {
        const fetched = await fetchOnce(unit, name, demand, isUrgent);
        if (fetched !== null) {
          const state = fetched.verdict === 'fresh' ? 'fresh' : 'revalidating';
          return serve(fetched, unit, { state, isCollapsed: fetched.isCollapsed });
        }
        // A short budget is no reason to let a revoked key read on.
        if (found !== null && (await lease.ensure()))
          return serve(found, unit, { state: 'budget', isCollapsed: false });
      }
      throw new UpstreamError({ kind: 'rate-limited', retryAfterSeconds: null });
    } catch (error) {
      const cause = error instanceof UpstreamError ? toStaleCause(error.failure) : null;
      if (found === null || cause === null || !(await lease.isStretchable())) throw error;
      return serve(found, unit, { state: cause, isCollapsed: false });
    }
  }

  return {
    async read(unit, demand) {
      const name = toUnitName(parts.partition, unit.text);
      const found = await find(unit, name, demand);
      const isServable = found?.verdict === 'fresh' || found?.verdict === 'stale';
      if (found === null || !isServable || !(await lease.ensure()))
        return fetchOrCover(unit, name, demand, found);
      if (found.verdict === 'fresh') return serve(found, unit, { state: 'fresh', isCollapsed: false });
      refreshBehind(unit, name);
      return serve(found, unit, { state: 'revalidating', isCollapsed: false });
    },
  };
}

function isCopyOf<Value>(unit: Unit<Value>, copy: Copy<unknown>): copy is Copy<Value> {
  return unit.isValue(copy.value);
}

function toStaleCause(failure: UpstreamFailure): StaleCause | null {
  if (!isPassingTrouble(failure)) return null;
  return failure.kind === 'timeout' || failure.kind === 'rate-limited' ? failure.kind : 'unavailable';
}
