/** The request cache directives of a client, RFC 9111, sections 5.2.1 and 5.4. Pure. */

export interface CacheDirectives {
  /** `no-cache`, `max-age=0` or the old `Pragma: no-cache`: nothing older than now. */
  readonly isNoCache: boolean;
  /** `no-store`: nothing of this exchange is kept. */
  readonly isNoStore: boolean;
}

export function readCacheDirectives(headers: Headers): CacheDirectives {
  const header = headers.get('cache-control');
  const directives = (header ?? headers.get('pragma') ?? '')
    .toLowerCase()
    .split(',')
    .map((part) => part.trim());
  return {
    isNoCache: directives.includes('no-cache') || directives.includes('max-age=0'),
    isNoStore: header !== null && directives.includes('no-store'),
  };
}
