/** The HTTP edge: routes, and the request id on every response. Knows nothing of sessions. */

import { version } from '../../package.json';
import type { AccountNamespace } from '../account/account-contract.ts';
import { createIsolateAccounts } from '../account/in-process.ts';
import { createIsolateCache } from '../cache/isolate.ts';
import type { RateLimiter } from '../client-limit.ts';
import { readConfig } from '../config/config.ts';
import { ConfigError } from '../config/read-variable.ts';
import { graphqlPath } from '../graphql/server.ts';
import type { Host } from '../host.ts';
import { memoryBytes } from '../limits.ts';
import { createSign } from '../pagination/cursor.ts';
import type { GatewayBindings, GatewayParts } from '../server-context.ts';
import { createMemoryStore } from '../storage/memory-store.ts';
import { type AllowedOrigins, allowOrigin, answerPreflight } from './cross-origin.ts';
import { createGraphQLRoute, type GraphQLRoute } from './graphql/graphql-route.ts';
import { answerHealth, answerReady } from './health/health-route.ts';
import {
  dashboardPage,
  graphiqlPage,
  type StaticFiles,
  type StaticPage,
  servePage,
  servePageFile,
} from './pages/static-pages.ts';
import { isProblem, type Problem, problem, toProblemResponse } from './problem.ts';
import { createPurgeRoute, type PurgeRoute } from './purge/purge-route.ts';

const readyPath = '/ready';

/** The part of Workers' execution context that the gateway uses, and what only other hosts know. */
interface RequestLifetime {
  readonly waitUntil: (work: Promise<unknown>) => void;
  /** Aborts when the process is about to end: it is not ready any more, and nobody waits on in it. Absent on Workers. */
  readonly ending?: AbortSignal;
}

export interface Gateway {
  fetch(request: Request, env: GatewayEnvironment, lifetime: RequestLifetime): Promise<Response>;
}

/** `manifest` is the JSON of the documents that the deployment trusts. */
export function createGateway(host: Host, manifest: unknown = {}): Gateway {
  const openApp = rememberApps(host, manifest);

  async function answer(
    request: Request,
    env: GatewayEnvironment,
    requestId: string,
    lifetime: RequestLifetime,
  ): Promise<Response> {
    let origins: AllowedOrigins = null;
    let answered: Response | Problem;
    try {
      const app = openApp(env);
      origins = app.origins;
      answered = await route(request, env, app, requestId, lifetime);
    } catch (error) {
      answered = fail(host, requestId, error);
      if (error instanceof ConfigError && isReadinessCheck(request)) answered = answerReadiness(env, false);
    }
    const response = isProblem(answered) ? toProblemResponse(answered, requestId) : answered;
    response.headers.set('x-request-id', requestId);
    response.headers.set('x-gateway-version', version);
    response.headers.set('x-content-type-options', 'nosniff');
    allowOrigin(request, response, origins);
    return response;
  }

  return {
    async fetch(request, env, lifetime) {
      const requestId = host.newRequestId();
      if (request.method !== 'HEAD') return answer(request, env, requestId, lifetime);
      // RFC 9110, section 9.3.2: as GET, without the body.
      const response = await answer(new Request(request, { method: 'GET' }), env, requestId, lifetime);
      await response.body?.cancel();
      return new Response(null, response);
    },
  };
}

async function route(
  request: Request,
  env: GatewayEnvironment,
  app: App,
  requestId: string,
  lifetime: RequestLifetime,
): Promise<Response | Problem> {
  const { pathname } = new URL(request.url);
  for (const page of [graphiqlPage, dashboardPage]) {
    if (pathname.startsWith(page.prefix))
      return servePageFile(request, app.pages.has(page) ? env.ASSETS : undefined, page);
  }
  switch (pathname) {
    case '/':
      if (isForPeople(request) && app.pages.has(dashboardPage))
        return servePage(request, env.ASSETS, dashboardPage);
      return pointToGraphql(request, app.pages);
    case '/health':
      return answerHealth();
    case readyPath:
      return answerReadiness(env, true, lifetime.ending);
    case '/purge':
      return app.purge.answer(request, requestId);
    case graphqlPath:
    case `${graphqlPath}/`:
      if (request.method === 'OPTIONS') return answerPreflight(request);
      if (isGraphiqlVisit(request) && app.pages.has(graphiqlPage))
        return servePage(request, env.ASSETS, graphiqlPage);
      return app.graphql.answer(request, requestId, toBindings(lifetime));
    default:
      return problem(404, 'NOT_FOUND', `There is nothing here; GraphQL is at ${graphqlPath}.`);
  }
}

/** Also asked where the configuration does not read: 503 then, not 500. */
function isReadinessCheck(request: Request): boolean {
  return new URL(request.url).pathname === readyPath;
}

function answerReadiness(env: GatewayEnvironment, configuration: boolean, ending?: AbortSignal): Response {
  return answerReady({ configuration, accounts: env.ACCOUNTS !== undefined }, ending?.aborted ?? false);
}

function toBindings({ waitUntil, ending }: RequestLifetime): GatewayBindings {
  return { keepAlive: (work) => waitUntil(work), ...(ending === undefined ? {} : { ending }) };
}

/** A browser that opens the endpoint, also by a link with a query, rather than a client that wants its answer. */
function isGraphiqlVisit(request: Request): boolean {
  return request.method === 'GET' && isForPeople(request) && !request.headers.get('accept')?.includes('json');
}

function isForPeople(request: Request): boolean {
  return (request.headers.get('accept') ?? '').includes('text/html');
}

function pointToGraphql(request: Request, pages: App['pages']): Response {
  if (isForPeople(request)) return new Response(null, { status: 302, headers: { location: graphqlPath } });
  return Response.json({
    name: 'Checkly test sessions gateway',
    graphql: graphqlPath,
    ...(pages.has(graphiqlPage) ? { graphiql: graphqlPath } : {}),
    ...(pages.has(dashboardPage) ? { dashboard: '/' } : {}),
  });
}

function fail(host: Host, requestId: string, error: unknown): Problem {
  if (error instanceof ConfigError) {
    host.log({ level: 'error', requestId, error: error.name, message: error.message });
    return problem(500, 'INTERNAL_SERVER_ERROR', 'The gateway is misconfigured; its log names the variable.');
  }
  const stack = error instanceof Error ? error.stack : null;
  host.log({ level: 'error', requestId, error: String(error), stack });
  return problem(500, 'INTERNAL_SERVER_ERROR', 'Something went wrong in the gateway.');
}

/** The bindings that the gateway uses. Each may be left out by a deployer. */
export interface GatewayEnvironment {
  /** The static files of the dashboard and of GraphiQL. */
  readonly ASSETS?: StaticFiles;
  /** The accounts' objects: Durable Objects on Workers, in the process elsewhere. */
  readonly ACCOUNTS?: AccountNamespace;
  /** Limits what one client may ask; without it nobody is limited. */
  readonly CLIENT_LIMITER?: RateLimiter;
}

interface App {
  readonly origins: AllowedOrigins;
  /** Those that the deployment shows. */
  readonly pages: ReadonlySet<StaticPage>;
  readonly graphql: GraphQLRoute;
  readonly purge: PurgeRoute;
}

/** Reads an environment once; workerd hands the same object to every request of an isolate. @throws ConfigError */
function rememberApps(host: Host, manifest: unknown): (env: GatewayEnvironment) => App {
  const known = new WeakMap<GatewayEnvironment, App>();
  return (env) => {
    const app = known.get(env) ?? createApp(host, env, manifest);
    known.set(env, app);
    return app;
  };
}

function createApp(host: Host, env: GatewayEnvironment, manifest: unknown): App {
  const config = readConfig({ ...env });
  const parts: GatewayParts = {
    config,
    isolate: createIsolateCache(config.cache),
    walks: createMemoryStore(memoryBytes.walks),
    signCursor: createSign(config.cache.partitionSecret),
    accounts: env.ACCOUNTS ?? null,
    clientLimiter: env.CLIENT_LIMITER ?? null,
    openStandIns: createIsolateAccounts(host, config),
  };
  return {
    origins: config.clients.corsOrigins,
    pages: new Set([
      ...(config.clients.graphiql ? [graphiqlPage] : []),
      ...(config.clients.dashboard ? [dashboardPage] : []),
    ]),
    graphql: createGraphQLRoute(host, parts, manifest),
    purge: createPurgeRoute(host, parts),
  };
}
