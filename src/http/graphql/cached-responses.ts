/**
 * Responses in isolate memory: a repeated query comes back as text, without parsing, validating or executing, while
 * everything that it was made from may be served as fresh.
 */

import { stripIgnoredCharacters } from 'graphql';
import type { KnownStandings } from '../../account/account-access.ts';
import { judge } from '../../cache/judge.ts';
import type { CacheSettings } from '../../config/config.ts';
import type { Reader } from '../../credentials/reader.ts';
import { isObject } from '../../domain/is-object.ts';
import { anyEntry } from '../../domain/resource.ts';
import type { Standing } from '../../domain/upstream.ts';
import { createMemoryStore, type MemoryStore } from '../../storage/memory-store.ts';
import type { NamedDocument } from './name-document.ts';
import type { AskedRequest } from './read-request.ts';
import type { ResponseTimes } from './response-metadata.ts';

export interface CachedResponse {
  /** The whole body, with the cost of a cached response in its `extensions`. */
  readonly body: Uint8Array<ArrayBuffer>;
  readonly contentType: string;
  readonly etag: string;
  readonly times: ResponseTimes;
  /** For the log: a hit hashes nothing. */
  readonly named: NamedDocument;
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
      responses.put(`${partition}/${key}`, response, response.body.byteLength);
    },
  };
}

const knownTextsBytes = 4 * 1024 * 1024;
/** Longer requests are rare and not worth remembering. */
const maxTextLength = 16_384;

/** Names a request by what it asks, so that spaces, comments and the order of variables do not count. Null for what is not worth a key. */
export type ReadResponseKey = (asked: AskedRequest) => string | null;

/** Remembers the texts it has read: dashboards send the same one again and again, and it need not be parsed. */
export function createResponseKeyReader(): ReadResponseKey {
  const known = createMemoryStore<{ readonly key: string | null }>(knownTextsBytes);
  return ({ text, readJson }) => {
    if (text === null || text.length > maxTextLength) return null;
    const entry = known.get(text);
    if (entry !== null) return entry.key;
    const key = toResponseKey(readJson());
    known.put(text, { key }, 2 * (text.length + (key?.length ?? 0)));
    return key;
  };
}

const paramNames = ['query', 'operationName', 'variables', 'extensions'];

/** Null when it is not what the GraphQL server takes, or when its response is not to be kept. */
function toResponseKey(params: unknown): string | null {
  if (!isObject(params) || Object.keys(params).some((name) => !paramNames.includes(name))) return null;
  const { query = null, operationName = null, variables = null, extensions = null } = params;
  const hash = readPersistedHash(extensions);
  // With both, whether they belong together has to be looked at.
  if (hash === undefined || query === '' || (query === null) === (hash === null)) return null;
  if (!isTextOrNull(query) || !isTextOrNull(operationName)) return null;
  if (variables !== null && !isObject(variables)) return null;
  try {
    const asked = query === null ? null : stripIgnoredCharacters(query);
    return JSON.stringify([asked, hash, operationName, toComparable(variables)]);
  } catch {
    // Not a document, or a number that JSON cannot say again.
    return null;
  }
}

/** Null without one; undefined when it is not as the protocol has it. */
export function readPersistedHash(extensions: unknown): string | null | undefined {
  if (extensions === null) return null;
  if (!isObject(extensions)) return undefined;
  const { persistedQuery } = extensions;
  if (persistedQuery === undefined) return null;
  if (!isObject(persistedQuery) || persistedQuery.version !== 1) return undefined;
  return typeof persistedQuery.sha256Hash === 'string' ? persistedQuery.sha256Hash : undefined;
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}

/** The same whatever the order of keys. @throws RangeError for a number that JSON cannot say again */
function toComparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toComparable);
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError('not finite');
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, item]) => [name, toComparable(item)]));
}
