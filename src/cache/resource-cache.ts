/** Resources of upstream's through the cache. */

import { anyEntry, type Load, type Resource, toUnitText } from '../domain/resource.ts';
import type { CallOptions, Received } from '../domain/upstream.ts';
import type { ReadThrough } from './read-through.ts';

/** One value from upstream. `precededBy`: see `ReadOptions`. @throws UpstreamError */
export type FetchResource = <Key, Value>(
  resource: Resource<Key, Value>,
  key: Key,
  precededBy: string | null,
  call: CallOptions,
) => Promise<Received<Value>>;

export function createResourceCache(
  readThrough: ReadThrough,
  fetch: FetchResource,
  settleHorizonMs: number,
): Load {
  return (resource, key, options = anyEntry) => {
    const { createdBefore, precededBy } = options;
    return readThrough.read(
      {
        text: toUnitText(resource, key),
        isValue: resource.isValue,
        fetch: (call) => fetch(resource, key, precededBy, call),
        classify: (value) => resource.classify(value, { key, createdBefore, settleHorizonMs }),
        explain: (freshness) => resource.explain(freshness, key),
      },
      options,
    );
  };
}
