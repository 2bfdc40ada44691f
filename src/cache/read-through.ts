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
import { type Flights, type Land, toOutcome } from './flights.ts';
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
  /** Why it is of that class, for people. */
  explain(freshness: FreshnessClass): string;
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
  /** Time left for the whole request, milliseconds. */
  readonly remainingMs: () => number;
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
      const kept = await tier.get(name);
      if (kept === null || !isCopyOf(unit, kept.copy)) continue;
      const judged = judgeCopy(kept.copy, demand, settings.stale, now());
      const verdict = kept.isOnlyForErrors && judged !== 'gone' ? 'if-error' : judged;
      if (verdict === 'gone' || (best !== null && verdictRank[verdict] <= verdictRank[best.verdict]))
        continue;
      best = { copy: kept.copy, source: tier.name, verdict };
      if (verdict === 'fresh') break;
    }
    if (best !== null && best.source !== tiers[0]?.name) await keep(name, best.copy, tiers.slice(0, 1));
    return best;
  }

  async function keep(name: string, copy: Copy<unknown>, into: readonly Tier[]): Promise<void> {
    if (!parts.isStoring) return;
    await Promise.all(into.map((tier) => tier.put(name, copy, usableForMs(copy, settings.stale))));
  }

  function serve<Value>(
    { copy, source }: Found<Value>,
    unit: Unit<Value>,
    how: Pick<ReadRecord, 'state' | 'isCollapsed'>,
  ): Value {
    const { fetchedAt, freshness, freshForMs } = copy;
    const why = unit.explain(freshness);
    report.record({ unit: unit.text, source, fetchedAt, freshness, freshForMs, why, ...how });
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
    land: Land,
  ): Promise<Found<Value> | null> {
    try {
      if (!(await budget.take(isUrgent))) {
        land({ kind: 'gave-up' });
        return null;
      }
      const startedAt = now();
      const fetched = await unit.fetch();
      const freshness = unit.classify(fetched);
      const copy = { ...fetched, freshness, freshForMs: settings.freshForMs[freshness] };
      const isNew = fetched.fetchedAt >= startedAt;
      if (isNew) accept();
      await keep(name, copy, tiers.slice(0, 1));
      land({ kind: 'copy', copy });
      keepAlive(keep(name, copy, tiers.slice(1)));
      if (isNew) return { copy, source: 'upstream', verdict: 'fresh' };
      // Out of the cache in front of upstream, which may be refreshing it by now.
      return { copy, source: 'edge', verdict: judgeCopy(copy, noDemand, settings.stale, now()) };
    } catch (error) {
      const failure = error instanceof UpstreamError ? error.failure : null;
      if (failure !== null && isRefusalOfCredential(failure)) lease.end();
      if (failure?.kind === 'refused') accept();
      land(toOutcome(failure));
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
    let land = flights.takeOff(name);
    while (land === null) {
      const outcome = await flights.wait(name, parts.remainingMs());
      if (outcome?.kind === 'failure') throw new UpstreamError(outcome.failure);
      if (outcome?.kind === 'copy' && isCopyOf(unit, outcome.copy) && satisfies(outcome.copy, demand)) {
        const verdict = judgeCopy(outcome.copy, noDemand, settings.stale, now());
        return { copy: outcome.copy, source: 'upstream', verdict, isCollapsed: true };
      }
      if (parts.remainingMs() === 0) throw new UpstreamError({ kind: 'timeout', isOfRequest: true });
      land = flights.takeOff(name);
    }
    const work = fly(unit, name, isUrgent, land);
    keepAlive(work.catch(() => {}));
    const found = await work;
    return found === null ? null : { ...found, isCollapsed: false };
  }

  /** Upstream took the credential: copies may be served to it, and its calls are the account's. */
  function accept(): void {
    lease.renew();
    budget.accept();
  }

  function satisfies(copy: Copy<unknown>, demand: CopyDemand): boolean {
    return copy.fetchedAt >= Math.max(demand.notBefore, demand.freshNotBefore);
  }

  function refreshBehind<Value>(unit: Unit<Value>, name: string): void {
    const land = flights.takeOff(name);
    if (land !== null) keepAlive(fly(unit, name, false, land).catch(() => {}));
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
          return serve(fetched, unit, { state: toState(fetched.verdict), isCollapsed: fetched.isCollapsed });
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

/** How something that came from a cache in front of upstream is to be called. */
function toState(verdict: Verdict): ReadRecord['state'] {
  if (verdict === 'fresh') return 'fresh';
  return verdict === 'stale' ? 'revalidating' : 'unavailable';
}

function toStaleCause(failure: UpstreamFailure): StaleCause | null {
  if (!isPassingTrouble(failure)) return null;
  return failure.kind === 'timeout' || failure.kind === 'rate-limited' ? failure.kind : 'unavailable';
}
