/** Names a GraphQL request by what it asks, so that spaces, comments and the order of variables do not count. */

import { stripIgnoredCharacters } from 'graphql';
import * as v from 'valibot';
import { createMemoryStore } from '../../storage/memory-store.ts';

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
export function toResponseKey(text: string): string | null {
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
