/** What the cache keeps one entry of, and how it is had from upstream. Types only. */

import type { FreshnessClass } from '../domain/freshness.ts';
import type { CallOptions, Received } from '../domain/upstream.ts';

/** One thing that can be read: a page, a session's detail. */
export interface Unit<Value> {
  /** Names it within a partition, in full. */
  readonly text: string;
  /** Whether it holds signed addresses: it is kept nowhere, and no response with it is. */
  readonly isSigned?: boolean;
  isValue(value: unknown): value is Value;
  /** @throws UpstreamError */
  fetch(options: CallOptions): Promise<Received<Value>>;
  classify(value: Value): FreshnessClass;
  /** Why it is of that class, for people. */
  explain(freshness: FreshnessClass, value: Value): string;
}
