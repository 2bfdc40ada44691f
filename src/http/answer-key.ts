/** Names a GraphQL request by what it asks, so that spaces, comments and the order of variables do not count. */

import { stripIgnoredCharacters } from 'graphql';
import { LRUCache } from 'lru-cache';
import * as v from 'valibot';

const paramsSchema = v.object({
  query: v.nullish(v.string(), null),
  operationName: v.nullish(v.string(), null),
  variables: v.nullish(v.record(v.string(), v.unknown()), null),
  extensions: v.nullish(v.object({ persistedQuery: v.optional(v.object({ sha256Hash: v.string() })) }), null),
});

const maxKnownTexts = 1_000;
/** Longer requests are rare and not worth remembering. */
const maxTextLength = 16_384;

export type ReadAnswerKey = (text: string | null) => string | null;

/** Remembers the texts it has read: dashboards send the same one again and again. Null for what is not worth a key. */
export function createAnswerKeyReader(): ReadAnswerKey {
  const known = new LRUCache<string, { readonly key: string | null }>({ max: maxKnownTexts });
  return (text) => {
    if (text === null || text.length > maxTextLength) return null;
    const entry = known.get(text) ?? { key: toAnswerKey(text) };
    known.set(text, entry);
    return entry.key;
  };
}

/** `text` is the JSON body of a POST. Null when it is none. */
export function toAnswerKey(text: string): string | null {
  try {
    const params = v.parse(paramsSchema, JSON.parse(text));
    const query = params.query === null ? null : stripIgnoredCharacters(params.query);
    const hash = params.extensions?.persistedQuery?.sha256Hash ?? null;
    // Whether the two belong together has to be looked at each time.
    if (query !== null && hash !== null) return null;
    return JSON.stringify([query, hash, params.operationName, toSorted(params.variables)]);
  } catch {
    return null;
  }
}

function toSorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toSorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, item]) => [name, toSorted(item)]));
}
