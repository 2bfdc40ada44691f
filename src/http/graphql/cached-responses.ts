/**
 * Responses in isolate memory: a repeated query comes back as text, without parsing, validating or executing, while
 * everything that it was made from may be served as fresh.
 */

import { stripIgnoredCharacters } from 'graphql';
import * as v from 'valibot';
import type { KnownStandings } from '../../account/account-access.ts';
import { judge } from '../../cache/judge.ts';
import type { CacheSettings } from '../../config/config.ts';
import type { Reader } from '../../credentials/reader.ts';
import { anyEntry } from '../../domain/resource.ts';
import type { Standing } from '../../domain/upstream.ts';
import { createMemoryStore, type MemoryStore } from '../../storage/memory-store.ts';
import type { ResponseTimes } from './response-metadata.ts';

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

// Not `v.record`: it leaves out keys such as `constructor`, and two requests would have one name.
const plainObject = v.custom<object>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
);

/** Only what the GraphQL server would take: anything else has to be refused each time. */
const paramsSchema = v.strictObject({
  query: v.nullish(v.string(), null),
  operationName: v.nullish(v.string(), null),
  variables: v.nullish(plainObject, null),
  extensions: v.nullish(plainObject, null),
});

const persistedSchema = v.looseObject({
  persistedQuery: v.optional(v.looseObject({ version: v.literal(1), sha256Hash: v.string() })),
});

const knownTextsBytes = 4 * 1024 * 1024;
/** Longer requests are rare and not worth remembering. */
const maxTextLength = 16_384;

export type ReadResponseKey = (text: string | null) => string | null;

/** Remembers the texts it has read: dashboards send the same one again and again. Null for what is not worth a key. */
export function createResponseKeyReader(): ReadResponseKey {
  const known = createMemoryStore<{ readonly key: string | null }>(knownTextsBytes);
  return (text) => {
    if (text === null || text.length > maxTextLength) return null;
    const entry = known.get(text);
    if (entry !== null) return entry.key;
    const key = toResponseKey(text);
    known.put(text, { key }, 2 * (text.length + (key?.length ?? 0)));
    return key;
  };
}

/** `text` is the JSON body of a POST. Null when it is none, or when its response is not to be kept. */
function toResponseKey(text: string): string | null {
  try {
    const { query, operationName, variables, extensions } = v.parse(paramsSchema, JSON.parse(text));
    const hash = v.parse(persistedSchema, extensions ?? {}).persistedQuery?.sha256Hash ?? null;
    // With both, whether they belong together has to be looked at.
    if (query === '' || (query === null) === (hash === null)) return null;
    const asked = query === null ? null : stripIgnoredCharacters(query);
    return JSON.stringify([asked, hash, operationName, toComparable(variables)]);
  } catch {
    return null;
  }
}

/** The same whatever the order of keys. @throws RangeError for a number that JSON cannot say again */
function toComparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toComparable);
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError('not finite');
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, item]) => [name, toComparable(item)]));
}
