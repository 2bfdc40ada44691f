/** Something that one GET of upstream tells, by key: its name and how long it is fresh. The route to it is the client's. */

import type { FreshnessClass } from './freshness.ts';

export interface Resource<Key, Value> {
  /** Names it within a partition, together with its key. */
  readonly name: string;
  /**
   * Where upstream's answer holds signed addresses, which are secrets: in its `text` alone, which nobody else is
   * answered with then, or in the `value` too, which is kept nowhere. Absent for an answer without any.
   */
  readonly signed?: 'text' | 'value';
  /** Whether plain data out of a shared store is a value of this resource. */
  isValue(value: unknown): value is Value;
  classify(value: Value, facts: FreshnessFacts<Key>): FreshnessClass;
  /** Why it is of that class, for people. */
  explain(freshness: FreshnessClass, key: Key, value: Value): string;
}

interface FreshnessFacts<Key> {
  readonly key: Key;
  readonly createdBefore: ReadOptions['createdBefore'];
  /** Under a filter that hides what may still join a page, the page settles only when its range is older than this. */
  readonly settleHorizonMs: number;
}

/** What a value has to meet beyond its key. Times are milliseconds since the epoch. */
export interface ReadOptions {
  /** Cache entries fetched before this time are not good enough; 0 takes any. */
  readonly notBefore: number;
  /** Whether an entry that can hardly change any more is good enough however long ago it was fetched. */
  readonly unlessSettled: boolean;
  /**
   * Whether an entry that can hardly change any more is good enough for a reader's `no-cache` while it is fresh: for
   * reads of so many pages that one reader would take the account's calls.
   */
  readonly outlastsNoCache: boolean;
  /** A page's sessions were created before this time; null when that is not known. */
  readonly createdBefore: number | null;
  /**
   * The session that a page is read after; null at the head, and where reading begins inside the page. A token
   * that counts rows names other rows after another session.
   */
  readonly precededBy: string | null;
}

export const anyEntry: ReadOptions = {
  notBefore: 0,
  unlessSettled: true,
  outlastsNoCache: false,
  createdBefore: null,
  precededBy: null,
};

/** Reads one value; `options` are `anyEntry` when left out. @throws UpstreamError */
export type Load = <Key, Value>(
  resource: Resource<Key, Value>,
  key: Key,
  options?: ReadOptions,
) => Promise<Value>;

/** Brings one value into the cache, where it is not there, and where the account can spare the call. @throws UpstreamError */
export type Prefetch = <Key, Value>(
  resource: Resource<Key, Value>,
  key: Key,
  options: ReadOptions,
) => Promise<void>;

/** The same text for the same value. */
export function toUnitText(resource: { readonly name: string }, key: unknown): string {
  return `${resource.name} ${typeof key === 'string' ? key : JSON.stringify(key)}`;
}
