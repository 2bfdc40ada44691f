/**
 * Sessions tallied by interval, page by page. What a page came to is kept beside it, bounded in bytes, and not worked
 * out again while the page itself is kept.
 */

import type { SessionSummary } from '../domain/session.ts';
import { memoryBytes } from '../limits.ts';
import { createLruMap } from '../lru-map.ts';
import { createMemo } from './memo.ts';
import { addTally, createTally, type Tally, tallySession } from './tally.ts';
import type { Interval, Span, TimeZone } from './time-zone.ts';

export interface Bucket extends Span {
  readonly tally: Tally;
}

/** Sessions that were read together. */
export interface Batch {
  readonly sessions: readonly SessionSummary[];
  /** The page that they are, all of it and nothing else; null for anything else. */
  readonly page: object | null;
}

export interface BucketStore {
  /** Null for a page that is not known with this name. */
  get(page: object, name: string): readonly Bucket[] | null;
  put(page: object, name: string, buckets: readonly Bucket[]): void;
}

/** Bytes of a bucket and of one duration in it. */
const bucketBytes = 300;
const durationBytes = 16;

export function createBucketStore(): BucketStore {
  const store = createLruMap<readonly Bucket[]>(memoryBytes.buckets);
  /** Pages by a number of their own: the store holds on to none. */
  const numbers = new WeakMap<object, number>();
  let last = 0;
  const toName = (number: number, name: string) => `${number} ${name}`;
  return {
    get(page, name) {
      const number = numbers.get(page);
      return number === undefined ? null : store.get(toName(number, name));
    },
    put(page, name, buckets) {
      const number = numbers.get(page) ?? ++last;
      numbers.set(page, number);
      const durations = buckets.reduce((sum, { tally }) => sum + tally.durationsMs.length, 0);
      store.set(
        toName(number, name),
        buckets,
        200 + 2 * name.length + buckets.length * bucketBytes + durations * durationBytes,
      );
    },
  };
}

const knownTallies = createMemo<Tally>();
const knownBuckets = createMemo<readonly Bucket[]>();

/** One bucket for all. */
export function tallyAll(batches: readonly Batch[], store: BucketStore): Tally {
  return knownTallies(batches, '', () => {
    const always = { startMs: 0, endMs: Number.POSITIVE_INFINITY };
    const [bucket] = mergeBuckets(batches, store, 'all', () => always);
    return bucket?.tally ?? createTally();
  });
}

/** The oldest interval first; those without a session are left out. */
export function tallyByInterval(
  batches: readonly Batch[],
  store: BucketStore,
  interval: Interval,
  zone: TimeZone,
): readonly Bucket[] {
  const name = `${interval} ${zone.name}`;
  return knownBuckets(batches, name, () => {
    const buckets = mergeBuckets(batches, store, name, (timeMs) => zone.spanOf(interval, timeMs));
    return buckets.sort((a, b) => a.startMs - b.startMs);
  });
}

type FindSpan = (timeMs: number) => Span;

function mergeBuckets(
  batches: readonly Batch[],
  store: BucketStore,
  name: string,
  findSpan: FindSpan,
): Bucket[] {
  const merged = new Map<number, Bucket>();
  for (const batch of batches) {
    for (const bucket of bucketsOf(batch, store, name, findSpan)) {
      const { startMs, endMs, tally } = bucket;
      const sum = merged.get(startMs) ?? { startMs, endMs, tally: createTally() };
      addTally(sum.tally, tally);
      merged.set(startMs, sum);
    }
  }
  return [...merged.values()];
}

function bucketsOf(
  { sessions, page }: Batch,
  store: BucketStore,
  name: string,
  findSpan: FindSpan,
): readonly Bucket[] {
  const known = page === null ? null : store.get(page, name);
  if (known !== null) return known;
  const buckets = new Map<number, Bucket>();
  let bucket: Bucket | null = null;
  for (const session of sessions) {
    const { createdAt } = session;
    // Neighbours share an interval: few sessions ask the time zone.
    if (bucket === null || createdAt < bucket.startMs || createdAt >= bucket.endMs) {
      const span = findSpan(createdAt);
      bucket = buckets.get(span.startMs) ?? { ...span, tally: createTally() };
      buckets.set(span.startMs, bucket);
    }
    tallySession(bucket.tally, session);
  }
  const made = [...buckets.values()];
  if (page !== null) store.put(page, name, made);
  return made;
}
