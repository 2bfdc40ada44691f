/** The GraphQL endpoint: a cached response, or the GraphQL server's, finished with its headers. */

import { createCacheTrace } from '../../cache/trace.ts';
import { identifyReader } from '../../credentials/reader.ts';
import { runAsRequest } from '../../graphql/result-errors.ts';
import { createGraphQLServer } from '../../graphql/server.ts';
import type { Host } from '../../host.ts';
import type { GatewayBindings, GatewayParts } from '../../server-context.ts';
import { createCachedResponses, createResponseKeyReader } from './cached-responses.ts';
import { finishOther, finishResponse, fromCachedResponse, toCachedResponse } from './finish-response.ts';
import { readCacheDirectives, readGraphQLRequest } from './read-request.ts';

export interface GraphQLRoute {
  answer(request: Request, requestId: string, bindings: GatewayBindings): Promise<Response>;
}

const jsonTypes = /^application\/(?:graphql-response\+)?json\b/;

export function createGraphQLRoute(host: Host, parts: GatewayParts): GraphQLRoute {
  const { config, isolate } = parts;
  const server = createGraphQLServer(host);
  const responses = createCachedResponses(isolate.standings, config.cache, host.now);
  const readKey = createResponseKeyReader();

  return {
    async answer(request, requestId, bindings) {
      const read = await readGraphQLRequest(request);
      if (read.kind === 'refused') return read.response;
      const { asked } = read;
      const directives = readCacheDirectives(request.headers);
      const isExplained = config.environment === 'local' && request.headers.has('x-gateway-debug');
      const identified = identifyReader(request.headers, config.credentials, config.cache.partitionSecret);
      const isCacheable = !directives.isNoCache && !directives.isNoStore && !isExplained;
      const key = isCacheable && identified.reader !== null ? readKey(asked.text) : null;
      const slot =
        key === null || identified.reader === null
          ? null
          : { reader: identified.reader, key: `${request.headers.get('accept')} ${key}` };
      const cached = slot === null ? null : responses.find(slot.reader, slot.key);
      if (cached !== null) return fromCachedResponse(request, cached, host.now());

      const trace = createCacheTrace();
      const context = { ...parts, ...bindings, requestId, trace, directives, identified, asked };
      const response = await runAsRequest(requestId, () => server.fetch(asked.request, context));
      if (!jsonTypes.test(response.headers.get('content-type') ?? '')) return finishOther(response);
      const text = await response.text();
      const executed = {
        request,
        response,
        text,
        trace,
        isExplained,
        hasEdge: config.cache.sharedTier === 'cache-api',
        now: host.now(),
      };
      const kept = slot === null ? null : toCachedResponse(executed);
      if (slot !== null && kept !== null) responses.keep(slot.reader, slot.key, kept);
      return finishResponse(executed);
    },
  };
}
