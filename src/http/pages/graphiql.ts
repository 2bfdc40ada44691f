/**
 * GraphiQL as this Worker's own static files, under a policy that lets the page reach nothing but its own origin.
 * Decides no route: the Worker calls `serveGraphiql` for the page and `serveGraphiqlAsset` for what it loads.
 */

import { type Problem, problem } from '../problem.ts';

/** Where the page's scripts, styles and workers live; anything below is for `serveGraphiqlAsset`. */
export const GRAPHIQL_ASSET_PREFIX = '/graphiql/';

const pagePath = `${GRAPHIQL_ASSET_PREFIX}index.html`;
/** A name with its content's hash in it, as the build writes them. */
const hashedName = /\.[0-9a-f]{10}\.[\w.]+$/;

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  // GraphiQL's editor writes style elements while it runs; it takes no nonce.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The files of the build, by their paths: the platform's static assets, or a directory on Node. */
export interface StaticFiles {
  /** 200 or, for a version that the request names, 304; else what is there in place of a file. */
  fetch(request: Request): Promise<Response>;
}

/** The GraphiQL page. `assets` is undefined in a deployment without static files: then the answer is a 404. */
export function serveGraphiql(
  request: Request,
  assets: StaticFiles | undefined,
): Promise<Response | Problem> {
  return serveAsset(request, assets, pagePath);
}

/** One of the files that the page loads, by the request's path. */
export function serveGraphiqlAsset(
  request: Request,
  assets: StaticFiles | undefined,
): Promise<Response | Problem> {
  return serveAsset(request, assets, new URL(request.url).pathname);
}

async function serveAsset(
  request: Request,
  assets: StaticFiles | undefined,
  path: string,
): Promise<Response | Problem> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return problem(405, 'METHOD_NOT_ALLOWED', 'GraphiQL takes GET and HEAD.', {}, { allow: 'GET, HEAD' });
  }
  if (assets === undefined) return problem(404, 'NOT_FOUND', 'This deployment does not include GraphiQL.');

  const found = await assets.fetch(toAssetRequest(request, path));
  if (found.status !== 200 && found.status !== 304)
    return problem(404, 'NOT_FOUND', 'GraphiQL has no such file.');

  const response = new Response(found.body, found);
  response.headers.set('cache-control', toCacheControl(path));
  response.headers.set('content-security-policy', contentSecurityPolicy);
  response.headers.set('cross-origin-opener-policy', 'same-origin');
  response.headers.set('referrer-policy', 'no-referrer');
  response.headers.set('x-content-type-options', 'nosniff');
  // The page shares its address with the API.
  if (path === pagePath) response.headers.set('vary', 'accept');
  return response;
}

/** Only what chooses the file and its version: nobody's credential goes to the static files. */
function toAssetRequest(request: Request, path: string): Request {
  const headers = new Headers();
  const knownVersion = request.headers.get('if-none-match');
  if (knownVersion !== null) headers.set('if-none-match', knownVersion);
  return new Request(new URL(path, request.url), { method: request.method, headers });
}

function toCacheControl(path: string): string {
  return hashedName.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache';
}
