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
import { readDocumentId } from '../../graphql/document-id.ts';
import { memoryBytes } from '../../limits.ts';
import { createMemoryStore, type MemoryStore } from '../../storage/memory-store.ts';
import type { NamedDocument } from './name-document.ts';
import type { AskedRequest } from './read-request.ts';
import type { ResponseTimes } from './response-metadata.ts';

export interface CachedResponse {
  /** The whole body, with the cost of a cached response in its `extensions`. */
  readonly body: Uint8Array<ArrayBuffer>;
  /** `body` compressed, once a client has taken it so. */
  readonly compressed: Uint8Array<ArrayBuffer> | null;
  readonly contentType: string;
  /** Made when it is asked for: a POST needs none. */
  etag(): string;
  readonly times: ResponseTimes;
  /** For the log: a hit hashes nothing. */
  readonly named: NamedDocument;
}

export interface CachedResponses {
  /** Null when there is none, or when it may not be served without asking further. */
  find(reader: Reader, key: string): CachedResponse | null;
  keep(reader: Reader, key: string, response: CachedResponse): void;
}

export function createCachedResponses(
  standings: KnownStandings,
  { stale, validForMs }: CacheSettings,
  now: () => number,
): CachedResponses {
  const responses: MemoryStore<CachedResponse> = createMemoryStore(memoryBytes.responses);
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
      const { body, compressed } = response;
      responses.put(`${partition}/${key}`, response, body.byteLength + (compressed?.byteLength ?? 0));
    },
  };
}

/** Longer requests are rare and not worth remembering. */
const maxTextLength = 16_384;

export interface ResponseKeys {
  /** Null for what is not worth a key. */
  read(asked: AskedRequest): string | null;
  /** That the text of `asked` has this key: dashboards send the same one again and again, and it need not be parsed. */
  remember(asked: AskedRequest, key: string): void;
}

/** Names a request by what it asks, so that spaces, comments and the order of variables do not count. */
export function createResponseKeys(): ResponseKeys {
  const known = createMemoryStore<{ readonly key: string }>(memoryBytes.requestTexts);
  const readDocumentKey = rememberDocumentKeys();
  return {
    read({ text, readJson }) {
      if (text.length > maxTextLength) return null;
      return known.get(text)?.key ?? toResponseKey(readJson(), readDocumentKey);
    },
    remember({ text }, key) {
      known.put(text, { key }, 2 * key.length);
    },
  };
}

/** One document comes with many variables. The returned function throws GraphQLError for what is not one. */
function rememberDocumentKeys(): (document: string) => string {
  const known = createMemoryStore<{ readonly key: string }>(memoryBytes.documentKeys);
  return (document) => {
    const entry = known.get(document);
    if (entry !== null) return entry.key;
    const key = stripIgnoredCharacters(document);
    known.put(document, { key }, 2 * (document.length + key.length));
    return key;
  };
}

/** Null when it is not what the GraphQL server takes, or when its response is not to be kept. */
function toResponseKey(params: unknown, readDocumentKey: (document: string) => string): string | null {
  if (!isObject(params)) return null;
  const { query = null, documentId, operationName = null, variables = null, extensions = null } = params;
  const id = readDocumentId(documentId, extensions);
  // With both, whether they belong together has to be looked at.
  if (id === undefined || query === '' || (query === null) === (id === null)) return null;
  if (extensions !== null && !isObject(extensions)) return null;
  if (!isTextOrNull(query) || !isTextOrNull(operationName)) return null;
  if (variables !== null && !isObject(variables)) return null;
  try {
    const asked = query === null ? null : readDocumentKey(query);
    return JSON.stringify([asked, id?.bareId, operationName, toComparable(variables)]);
  } catch {
    // Not a document, or a number that JSON cannot say again.
    return null;
  }
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
