/** The HTTP edge: routes, and the request id on every response. Knows nothing of sessions. */

import type { AccountNamespace } from '../account/account-contract.ts';
import { createIsolateAccounts } from '../account/in-process.ts';
import { createIsolateCache } from '../cache/isolate.ts';
import { readConfig } from '../config/config.ts';
import { ConfigError } from '../config/read-variable.ts';
import { graphqlPath } from '../graphql/server.ts';
import type { Host } from '../host.ts';
import type { GatewayParts } from '../server-context.ts';
import { createGraphQLRoute, type GraphQLRoute } from './graphql/graphql-route.ts';
import { answerHealth, answerReady } from './health/health-route.ts';
import { GRAPHIQL_ASSET_PREFIX, serveGraphiql, serveGraphiqlAsset } from './pages/graphiql.ts';
import { problem } from './problem.ts';
import { createPurgeRoute, type PurgeRoute } from './purge/purge-route.ts';

/** The part of Workers' execution context that the gateway uses. */
interface RequestLifetime {
  waitUntil(work: Promise<unknown>): void;
}

export interface Gateway {
  fetch(request: Request, env: GatewayEnvironment, lifetime: RequestLifetime): Promise<Response>;
}

export function createGateway(host: Host): Gateway {
  const openApp = rememberApps(host);

  function isConfigured(env: GatewayEnvironment, requestId: string): boolean {
    try {
      openApp(env);
      return true;
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      logMisconfiguration(host, requestId, error);
      return false;
    }
  }

  async function route(
    request: Request,
    env: GatewayEnvironment,
    requestId: string,
    lifetime: RequestLifetime,
  ): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith(GRAPHIQL_ASSET_PREFIX)) return serveGraphiqlAsset(request, env.ASSETS);
    if (isGraphiqlVisit(request, pathname)) return serveGraphiql(request, env.ASSETS);
    if (pathname === '/ready') {
      return answerReady({
        configuration: isConfigured(env, requestId),
        accounts: env.ACCOUNTS !== undefined,
      });
    }
    const { graphql, purge } = openApp(env);
    switch (pathname) {
      case '/':
        return pointToGraphiql(request);
      case '/health':
        return answerHealth();
      case '/purge':
        return purge.answer(request, requestId);
      case graphqlPath:
        return graphql.answer(request, requestId, { keepAlive: (work) => lifetime.waitUntil(work) });
      default:
        return problem(404, 'NOT_FOUND', `There is nothing here; GraphQL is at ${graphqlPath}.`);
    }
  }

  return {
    async fetch(request, env, lifetime) {
      const requestId = host.newRequestId();
      const response = await route(request, env, requestId, lifetime).catch((error: unknown) =>
        fail(host, requestId, error),
      );
      return withRequestId(response, requestId);
    },
  };
}

/** A browser that opens the endpoint itself, rather than a client that asks it something. */
function isGraphiqlVisit(request: Request, pathname: string): boolean {
  if (request.method !== 'GET' || pathname !== graphqlPath) return false;
  return isForPeople(request) && !new URL(request.url).searchParams.has('query');
}

function isForPeople(request: Request): boolean {
  return (request.headers.get('accept') ?? '').includes('text/html');
}

function pointToGraphiql(request: Request): Response {
  if (isForPeople(request)) return new Response(null, { status: 302, headers: { location: graphqlPath } });
  return Response.json({
    name: 'Checkly test sessions gateway',
    graphql: graphqlPath,
    graphiql: graphqlPath,
  });
}

function fail(host: Host, requestId: string, error: unknown): Response {
  if (error instanceof ConfigError) {
    logMisconfiguration(host, requestId, error);
    return problem(500, 'INTERNAL_SERVER_ERROR', 'The gateway is misconfigured; its log names the variable.');
  }
  const stack = error instanceof Error ? error.stack : null;
  host.log({ level: 'error', requestId, error: String(error), stack });
  return problem(500, 'INTERNAL_SERVER_ERROR', 'Something went wrong in the gateway.');
}

function logMisconfiguration(host: Host, requestId: string, { name, message }: ConfigError): void {
  host.log({ level: 'error', requestId, error: name, message });
}

function withRequestId(response: Response, requestId: string): Response {
  response.headers.set('x-request-id', requestId);
  return response;
}

/** The bindings that the gateway uses. Each may be left out by a deployer. */
export interface GatewayEnvironment {
  /** The static files of GraphiQL. */
  readonly ASSETS?: Fetcher;
  /** The accounts' objects: Durable Objects on Workers, in the process elsewhere. */
  readonly ACCOUNTS?: AccountNamespace;
}

interface App {
  readonly graphql: GraphQLRoute;
  readonly purge: PurgeRoute;
}

/** Reads an environment once; workerd hands the same object to every request of an isolate. @throws ConfigError */
function rememberApps(host: Host): (env: GatewayEnvironment) => App {
  const known = new WeakMap<GatewayEnvironment, App>();
  return (env) => {
    const app = known.get(env) ?? createApp(host, env);
    known.set(env, app);
    return app;
  };
}

function createApp(host: Host, env: GatewayEnvironment): App {
  const config = readConfig({ ...env });
  const parts: GatewayParts = {
    config,
    isolate: createIsolateCache(config.cache),
    accounts: env.ACCOUNTS ?? null,
    openStandIns: createIsolateAccounts(host, config),
  };
  return { graphql: createGraphQLRoute(host, parts), purge: createPurgeRoute(host, parts) };
}
