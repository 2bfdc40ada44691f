/** The HTTP edge: routes, the body's bound, the request id on every answer. Knows nothing of sessions. */

import { ConfigError } from '../config/read-variable.ts';
import type { Host } from '../host.ts';
import { maxRequestBodyBytes } from '../limits.ts';
import { graphqlPath } from '../server.ts';
import { GRAPHIQL_ASSET_PREFIX, serveGraphiql, serveGraphiqlAsset } from './graphiql.ts';
import { limitBody } from './limit-body.ts';
import type { GatewayPorts } from './ports.ts';
import { problem } from './problem.ts';
import { type GatewayEnvironment, rememberStages } from './stages.ts';

/** The part of Workers' execution context that the gateway uses. */
export interface RequestLifetime {
  waitUntil(work: Promise<unknown>): void;
  readonly fetchLoopback?: GatewayPorts['fetchLoopback'];
  readonly purgePages?: GatewayPorts['purgePages'];
}

export interface Gateway {
  fetch(request: Request, env: GatewayEnvironment, lifetime: RequestLifetime): Promise<Response>;
}

export function createGateway(host: Host): Gateway {
  const openStage = rememberStages(host);

  async function route(
    request: Request,
    env: GatewayEnvironment,
    requestId: string,
    lifetime: RequestLifetime,
  ): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith(GRAPHIQL_ASSET_PREFIX)) return serveGraphiqlAsset(request, env.ASSETS);
    if (isGraphiqlVisit(request, pathname)) return serveGraphiql(request, env.ASSETS);
    const { graphql, purge, accounts } = openStage(env);
    const ports = toPorts(accounts, lifetime);
    switch (pathname) {
      case '/':
        return pointToGraphiql(request);
      case '/health':
        return Response.json({ status: 'ok' }, { headers: { 'cache-control': 'no-store' } });
      case '/purge':
        return purge.answer(request, ports);
      case graphqlPath: {
        const bounded = await limitBody(request, maxRequestBodyBytes);
        if (bounded !== null) return graphql.answer(bounded, requestId, ports);
        return problem(413, 'BAD_USER_INPUT', `A request takes at most ${maxRequestBodyBytes} bytes.`);
      }
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

function toPorts(accounts: GatewayPorts['accounts'], lifetime: RequestLifetime): GatewayPorts {
  return {
    accounts,
    fetchLoopback: lifetime.fetchLoopback ?? null,
    purgePages: lifetime.purgePages ?? null,
    keepAlive: (work) => lifetime.waitUntil(work),
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
    host.log({ level: 'error', requestId, error: error.name, message: error.message });
    return problem(500, 'INTERNAL_SERVER_ERROR', 'The gateway is misconfigured; its log names the variable.');
  }
  const stack = error instanceof Error ? error.stack : null;
  host.log({ level: 'error', requestId, error: String(error), stack });
  return problem(500, 'INTERNAL_SERVER_ERROR', 'Something went wrong in the gateway.');
}

function withRequestId(response: Response, requestId: string): Response {
  const answer = new Response(response.body, response);
  answer.headers.set('x-request-id', requestId);
  return answer;
}
