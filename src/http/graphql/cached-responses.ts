/**
 * Responses in isolate memory: a repeated query comes back as text, without parsing, validating or executing, while
 * everything that it was made from may be served as fresh.
 */

import type { KnownStandings } from '../../account/known-standings.ts';
import { judge } from '../../cache/judge.ts';
import type { CacheSettings } from '../../config/config.ts';
import type { Reader } from '../../credentials/reader.ts';
import { anyEntry } from '../../domain/resource.ts';
import type { Standing } from '../../domain/upstream.ts';
import { createMemoryStore, type MemoryStore } from '../../storage/memory-store.ts';
import type { ResponseTimes } from './cache-headers.ts';

export interface CachedResponse {
  /** The JSON object without `extensions`. */
  readonly text: string;
  readonly contentType: string;
  readonly etag: string;
  readonly times: ResponseTimes;
  /** Reads that it was made from. */
  readonly readCount: number;
}

export interface CachedResponses {
  /** Null when there is none, or when it may not be served without asking further. */
  find(reader: Reader, key: string): CachedResponse | null;
  keep(reader: Reader, key: string, response: CachedResponse): void;
}

const responsesBytes = 8 * 1024 * 1024;

export function createCachedResponses(
  standings: KnownStandings,
  { stale, validForMs }: CacheSettings,
  now: () => number,
): CachedResponses {
  const responses: MemoryStore<CachedResponse> = createMemoryStore(responsesBytes);
  const isServable = (standing: Standing, { oldestFetchedAt, freshUntil }: ResponseTimes): boolean => {
    const entry = {
      fetchedAt: oldestFetchedAt,
      freshForMs: freshUntil - oldestFetchedAt,
      freshness: 'head',
      precededBy: null,
    } as const;
    const conditions = { now: now(), stale, validForMs, standing, freshNotBefore: 0 };
    return judge(entry, anyEntry, conditions) === 'fresh';
  };
  return {
    find(reader, key) {
      const response = responses.get(`${reader.partition}/${key}`);
      const standing = response === null ? null : standings.find(reader, now());
      if (response === null || standing === null) return null;
      return isServable(standing, response.times) ? response : null;
    },
    keep({ partition }, key, response) {
      responses.put(`${partition}/${key}`, response, response.text.length * 2);
    },
  };
}
