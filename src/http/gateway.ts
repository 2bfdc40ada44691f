/** The HTTP edge: routes, the body's bound, the request id on every answer. Knows nothing of sessions. */

import { type Config, readConfig } from '../config/config.ts';
import { ConfigError } from '../config/read-variable.ts';
import { GRAPHIQL_ASSET_PREFIX, serveGraphiql, serveGraphiqlAsset } from '../graphiql.ts';
import type { Host } from '../host.ts';
import { maxRequestBodyBytes } from '../limits.ts';
import { createGraphQLServer, graphqlPath } from '../server.ts';
import { limitBody } from './limit-body.ts';

export interface GatewayEnvironment {
  /** The static files of GraphiQL; absent where a deployer left them out. */
  readonly ASSETS?: Fetcher;
}

export interface Gateway {
  fetch(request: Request, env: GatewayEnvironment): Promise<Response>;
}

export function createGateway(host: Host): Gateway {
  const server = createGraphQLServer(host);
  const readConfigOnce = rememberConfig();

  async function route(request: Request, env: GatewayEnvironment, requestId: string): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith(GRAPHIQL_ASSET_PREFIX)) return serveGraphiqlAsset(request, env.ASSETS);
    if (isGraphiqlVisit(request, pathname)) return serveGraphiql(request, env.ASSETS);
    const config = readConfigOnce(env);
    if (pathname === '/') return pointToGraphiql(request);
    if (pathname === '/health')
      return Response.json({ status: 'ok' }, { headers: { 'cache-control': 'no-store' } });
    if (pathname !== graphqlPath)
      return problem(404, 'NOT_FOUND', `There is nothing here; GraphQL is at ${graphqlPath}.`);
    const bounded = await limitBody(request, maxRequestBodyBytes);
    if (bounded === null)
      return problem(413, 'BAD_USER_INPUT', `A request takes at most ${maxRequestBodyBytes} bytes.`);
    return server.fetch(bounded, { config, requestId });
  }

  return {
    async fetch(request, env) {
      const requestId = host.newRequestId();
      const response = await route(request, env, requestId).catch((error: unknown) =>
        fail(host, requestId, error),
      );
      return withRequestId(response, requestId);
    },
  };
}

/** Reads an environment once; workerd hands the same object to every request of an isolate. */
function rememberConfig(): (env: GatewayEnvironment) => Config {
  const known = new WeakMap<GatewayEnvironment, Config>();
  return (env) => {
    const config = known.get(env) ?? readConfig({ ...env });
    known.set(env, config);
    return config;
  };
}

/** A browser that opens the endpoint itself, rather than a client that asks it something. */
function isGraphiqlVisit(request: Request, pathname: string): boolean {
  if (request.method !== 'GET' || pathname !== graphqlPath) return false;
  const accept = request.headers.get('accept') ?? '';
  return accept.includes('text/html') && !new URL(request.url).searchParams.has('query');
}

function pointToGraphiql(request: Request): Response {
  if ((request.headers.get('accept') ?? '').includes('text/html')) {
    return new Response(null, { status: 302, headers: { location: graphqlPath } });
  }
  return Response.json({
    name: 'Checkly test sessions gateway',
    graphql: graphqlPath,
    graphiql: graphqlPath,
  });
}

function fail(host: Host, requestId: string, error: unknown): Response {
  if (error instanceof ConfigError) {
    host.log({ level: 'error', requestId, error: error.name, message: error.message });
    return problem(500, 'INTERNAL_SERVER_ERROR', 'The gateway is misconfigured; its log names the variable.');
  }
  host.log({
    level: 'error',
    requestId,
    error: String(error),
    stack: error instanceof Error ? error.stack : null,
  });
  return problem(500, 'INTERNAL_SERVER_ERROR', 'Something went wrong in the gateway.');
}

function problem(status: number, code: string, message: string): Response {
  return Response.json({ errors: [{ message, extensions: { code } }] }, { status });
}

function withRequestId(response: Response, requestId: string): Response {
  const answer = new Response(response.body, response);
  answer.headers.set('x-request-id', requestId);
  return answer;
}
