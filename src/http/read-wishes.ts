/** A client's words about caches, from its headers. Pure. RFC 9111, sections 5.2.1 and 5.4. */

import type { CacheWishes } from '../cache/wishes.ts';

/** `no-cache`, `max-age=0` and the old `Pragma: no-cache` ask for nothing older than now; `no-store` keeps nothing. */
export function readCacheWishes(headers: Headers): CacheWishes {
  const header = headers.get('cache-control');
  const directives = (header ?? headers.get('pragma') ?? '')
    .toLowerCase()
    .split(',')
    .map((part) => part.trim());
  return {
    isFreshOnly: directives.includes('no-cache') || directives.includes('max-age=0'),
    isNotStored: header !== null && directives.includes('no-store'),
  };
}
