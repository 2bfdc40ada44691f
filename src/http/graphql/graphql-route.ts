/** The GraphQL endpoint: a cached response, or one that is executed, finished with its headers. */

import { createCacheTrace } from '../../cache/trace.ts';
import { createReaders } from '../../credentials/reader.ts';
import { runAsRequest } from '../../graphql/result-errors.ts';
import { createGraphQLServer } from '../../graphql/server.ts';
import type { Host } from '../../host.ts';
import type { GatewayBindings, GatewayParts } from '../../server-context.ts';
import { isProblem, type Problem } from '../problem.ts';
import { type CachedResponse, createCachedResponses, createResponseKeyReader } from './cached-responses.ts';
import { finishOther, finishResponse, fromCachedResponse, toCachedResponse } from './finish-response.ts';
import { createAcceptReader } from './media-type.ts';
import { readCacheDirectives, readGraphQLRequest, refuseAccept, refuseBody } from './read-request.ts';

export interface GraphQLRoute {
  answer(request: Request, requestId: string, bindings: GatewayBindings): Promise<Response | Problem>;
}

export function createGraphQLRoute(host: Host, parts: GatewayParts, manifest: unknown): GraphQLRoute {
  const { config, isolate } = parts;
  const server = createGraphQLServer(host, config, manifest);
  const readers = createReaders(config);
  const responses = createCachedResponses(isolate.standings, config.cache, host.now);
  const readKey = createResponseKeyReader();
  const readAccept = createAcceptReader();

  return {
    async answer(request, requestId, bindings) {
      const accepted = readAccept(request.headers.get('accept'));
      const asked = await readGraphQLRequest(request, accepted);
      if (isProblem(asked)) return asked;
      const directives = readCacheDirectives(request.headers);
      const isExplained = config.environment === 'local' && request.headers.has('x-gateway-debug');
      const identified = readers.identify(request.headers);
      const { reader } = identified;
      const isCacheable = !directives.isNoCache && !directives.isNoStore && !isExplained;
      const key = isCacheable && reader !== null && accepted.json !== null ? readKey(asked) : null;
      const cached =
        key === null || reader === null ? null : responses.find(reader, `${accepted.json} ${key}`);
      if (cached !== null && reader !== null) {
        const keep = (changed: CachedResponse) => responses.keep(reader, `${accepted.json} ${key}`, changed);
        return fromCachedResponse(request, cached, host.now(), keep);
      }
      if (request.method === 'POST' && asked.readJson() === undefined) return refuseBody();

      const trace = createCacheTrace();
      const context = { ...parts, ...bindings, requestId, trace, directives, identified, asked };
      const executed = await runAsRequest(requestId, () => server.execute(context));
      if (executed instanceof Response)
        return executed.status === 406 ? refuseAccept() : finishOther(executed);
      const hasEdge = config.cache.sharedTier === 'cache-api';
      const finishing = { request, executed, trace, isExplained, hasEdge, now: host.now() };
      const kept = key === null ? null : toCachedResponse(finishing);
      if (reader !== null && kept !== null) responses.keep(reader, `${accepted.json} ${key}`, kept);
      return finishResponse(finishing);
    },
  };
}
