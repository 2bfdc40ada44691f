/** The documents that a deployment trusts, out of what its tools have written: Relay's and code generators' shape, or Apollo's. Pure. */

import * as v from 'valibot';
import { ConfigError } from '../config/read-variable.ts';
import { toBareId } from './document-id.ts';

/** Texts by their ids, without the prefix `sha256:`. */
export type PersistedManifest = ReadonlyMap<string, string>;

const apolloShape = v.object({
  format: v.literal('apollo-persisted-query-manifest'),
  operations: v.array(v.object({ id: v.string(), body: v.string() })),
});
const plainShape = v.record(v.string(), v.string());

/** @throws ConfigError for JSON of another shape */
export function readPersistedManifest(json: unknown): PersistedManifest {
  const apollo = v.safeParse(apolloShape, json);
  if (apollo.success) return new Map(apollo.output.operations.map(({ id, body }) => [toBareId(id), body]));
  const plain = v.safeParse(plainShape, json);
  if (plain.success) return new Map(Object.entries(plain.output).map(([id, text]) => [toBareId(id), text]));
  throw new ConfigError(
    'persisted-manifest.json takes {"id": "text"}, as Relay and code generators write it, or an apollo-persisted-query-manifest.',
  );
}
