/** A cache entry: plain data of upstream's with its times, and nothing that belongs to a request. */

import * as v from 'valibot';
import { type FreshnessClass, freshnessClasses } from '../domain/freshness.ts';

export interface EntryTimes {
  /** When upstream answered, milliseconds since the epoch. */
  readonly fetchedAt: number;
  /** How long after `fetchedAt` it is fresh, milliseconds. */
  readonly freshForMs: number;
}

export interface CacheEntry<Value = unknown> extends EntryTimes {
  readonly value: Value;
  readonly freshness: FreshnessClass;
  /** The session that the page was read after; null where that is not known. */
  readonly precededBy: string | null;
}

const entrySchema = v.object({
  value: v.unknown(),
  fetchedAt: v.number(),
  freshness: v.picklist(freshnessClasses),
  freshForMs: v.number(),
  precededBy: v.nullable(v.string()),
});

/** From what a shared store holds; null when it is not an entry. */
export function decodeEntry(stored: unknown): CacheEntry | null {
  const result = v.safeParse(entrySchema, stored);
  return result.success ? result.output : null;
}
