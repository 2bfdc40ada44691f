/**
 * Which pages may read the gateway's answers: the Fetch standard's CORS protocol, by a list of origins. Credentials of
 * the browser (cookies) are never allowed: a page sends a token that it holds, in `Authorization`.
 */

/** Readable for pages of other origins, beside what the Fetch standard lets them read anyway. */
const exposedHeaders = 'X-Request-Id, X-Gateway-Version, ETag, Age, Cache-Status, Retry-After, Server-Timing';

/** Time for which a browser may keep a preflight; Chromium takes no more. */
const preflightMaxAgeSeconds = 7_200;

/** What the GraphQL endpoint takes, as the `Allow` header says it. */
export const allowedMethods = 'GET, HEAD, POST, OPTIONS';

/** Origins that may read; null for any. */
export type AllowedOrigins = readonly string[] | null;

/** Puts on any answer who may read it, and which of its headers. */
export function allowOrigin(request: Request, { headers }: Response, origins: AllowedOrigins): void {
  headers.set('access-control-expose-headers', exposedHeaders);
  if (origins === null) {
    headers.set('access-control-allow-origin', '*');
    return;
  }
  headers.append('vary', 'Origin');
  const origin = request.headers.get('origin');
  if (origin !== null && origins.includes(origin)) headers.set('access-control-allow-origin', origin);
}

/** The answer to OPTIONS: any header may be sent. Without `allowOrigin` it allows nothing. */
export function answerPreflight(request: Request): Response {
  const asked = request.headers.get('access-control-request-headers');
  const headers = new Headers({
    allow: allowedMethods,
    'access-control-allow-methods': 'GET, HEAD, POST',
    'access-control-max-age': String(preflightMaxAgeSeconds),
    vary: 'Access-Control-Request-Headers',
  });
  if (asked !== null) headers.set('access-control-allow-headers', asked);
  return new Response(null, { status: 204, headers });
}
