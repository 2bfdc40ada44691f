/** The GraphQL endpoint: a cached response, or one that is executed, finished with its headers. */

import { createCacheTrace } from '../../cache/trace.ts';
import { createReaders } from '../../credentials/reader.ts';
import { runAsRequest } from '../../graphql/result-errors.ts';
import { createGraphQLServer } from '../../graphql/server.ts';
import type { Host } from '../../host.ts';
import { createRequestMeter } from '../../request-meter.ts';
import type { GatewayBindings, GatewayParts } from '../../server-context.ts';
import { createCachedResponses, createResponseKeys } from './cached-responses.ts';
import { finishOther, finishResponse, fromCachedResponse, toCachedResponse } from './finish-response.ts';
import { readCacheDirectives, readGraphQLRequest, refuseBody } from './read-request.ts';

export interface GraphQLRoute {
  answer(request: Request, requestId: string, bindings: GatewayBindings): Promise<Response>;
}

export function createGraphQLRoute(host: Host, parts: GatewayParts): GraphQLRoute {
  const { config, isolate } = parts;
  const server = createGraphQLServer(host);
  const readers = createReaders(config);
  const responses = createCachedResponses(isolate.standings, config.cache, host.now);
  const keys = createResponseKeys();

  return {
    async answer(request, requestId, bindings) {
      const asked = await readGraphQLRequest(request);
      if (asked instanceof Response) return asked;
      const directives = readCacheDirectives(request.headers);
      const isExplained = config.environment === 'local' && request.headers.has('x-gateway-debug');
      const identified = readers.identify(request.headers);
      const { reader } = identified;
      const accept = request.headers.get('accept');
      const isCacheable = !directives.isNoCache && !directives.isNoStore && !isExplained;
      const key = isCacheable && reader !== null ? keys.read(asked) : null;
      const cached = key === null || reader === null ? null : responses.find(reader, `${accept} ${key}`);
      if (cached !== null) return fromCachedResponse(request, cached, host.now());
      if (request.method === 'POST' && asked.readJson() === undefined) return refuseBody();

      const trace = createCacheTrace();
      const meter = createRequestMeter(config.cost.maxWeight);
      const context = { ...parts, ...bindings, requestId, trace, meter, directives, identified, asked };
      const executed = await runAsRequest(requestId, () => server.execute(context));
      if (executed instanceof Response) return finishOther(executed);
      const hasEdge = config.cache.sharedTier === 'cache-api';
      const finishing = { request, executed, trace, meter, isExplained, hasEdge, now: host.now() };
      const kept = key === null ? null : toCachedResponse(finishing);
      if (reader !== null && key !== null && kept !== null) {
        responses.keep(reader, `${accept} ${key}`, kept);
        keys.remember(asked, key);
      }
      return finishResponse(finishing);
    },
  };
}
