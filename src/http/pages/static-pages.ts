/**
 * The pages for people as this Worker's own static files, under a policy that lets them reach nothing but their own
 * origin. Decides no route: the Worker calls `servePage` for a page and `servePageFile` for what one loads.
 */

import { type Problem, problem } from '../problem.ts';

/** The files of the build, by their paths: the platform's static assets, or a directory on Node. */
export interface StaticFiles {
  /** 200 or, for a version that the request names, 304; else what is there in place of a file. */
  fetch(request: Request): Promise<Response>;
}

export interface StaticPage {
  readonly name: string;
  /** Where its scripts, styles and workers live, with a slash at its end. */
  readonly prefix: string;
  readonly policy: string;
}

const ownOrigin = [
  "default-src 'none'",
  "script-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
];

export const dashboardPage: StaticPage = {
  name: 'The dashboard',
  prefix: '/dashboard/',
  policy: [...ownOrigin, "style-src 'self'"].join('; '),
};

export const graphiqlPage: StaticPage = {
  name: 'GraphiQL',
  prefix: '/graphiql/',
  // GraphiQL's editor writes style elements while it runs; it takes no nonce.
  policy: [
    ...ownOrigin,
    "style-src 'self' 'unsafe-inline'",
    "worker-src 'self'",
    "font-src 'self' data:",
  ].join('; '),
};

/** A name with its content's hash in it, as the build writes them. */
const hashedName = /\.[0-9a-f]{10}\.[\w.]+$/;

/** `assets` is undefined in a deployment without static files, or without this page: then the answer is a 404. */
export function servePage(
  request: Request,
  assets: StaticFiles | undefined,
  page: StaticPage,
): Promise<Response | Problem> {
  return serveFile(request, assets, page, `${page.prefix}index.html`);
}

/** One of the files that the page loads, by the request's path. */
export function servePageFile(
  request: Request,
  assets: StaticFiles | undefined,
  page: StaticPage,
): Promise<Response | Problem> {
  return serveFile(request, assets, page, new URL(request.url).pathname);
}

async function serveFile(
  request: Request,
  assets: StaticFiles | undefined,
  { name, prefix, policy }: StaticPage,
  path: string,
): Promise<Response | Problem> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return problem(405, 'METHOD_NOT_ALLOWED', `${name} takes GET and HEAD.`, {}, { allow: 'GET, HEAD' });
  }
  if (assets === undefined) return problem(404, 'NOT_FOUND', `This deployment does not include ${name}.`);

  const found = await assets.fetch(toAssetRequest(request, path));
  if (found.status !== 200 && found.status !== 304)
    return problem(404, 'NOT_FOUND', `${name} has no such file.`);

  const response = new Response(found.body, found);
  response.headers.set('cache-control', toCacheControl(path));
  response.headers.set('content-security-policy', policy);
  response.headers.set('cross-origin-opener-policy', 'same-origin');
  response.headers.set('referrer-policy', 'no-referrer');
  response.headers.set('x-content-type-options', 'nosniff');
  // A page shares its address with what clients are answered there.
  if (path === `${prefix}index.html`) response.headers.set('vary', 'accept');
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
