/** The GraphQL endpoint: a cached response, or one that is executed, finished with its headers. */

import { createCacheTrace } from '../../cache/trace.ts';
import { createReaders } from '../../credentials/reader.ts';
import { runAsRequest } from '../../graphql/result-errors.ts';
import { createGraphQLServer } from '../../graphql/server.ts';
import type { Host } from '../../host.ts';
import type { GatewayBindings, GatewayParts } from '../../server-context.ts';
import { createCachedResponses, createResponseKeyReader } from './cached-responses.ts';
import { finishOther, finishResponse, fromCachedResponse, toCachedResponse } from './finish-response.ts';
import { readCacheDirectives, readGraphQLRequest, refuseBody } from './read-request.ts';
import {
  createRequestRecord,
  logRequest,
  namedOf,
  type RequestRecord,
  readErrorCodes,
  toServerTiming,
} from './request-record.ts';

export interface GraphQLRoute {
  answer(request: Request, requestId: string, bindings: GatewayBindings): Promise<Response>;
}

export function createGraphQLRoute(host: Host, parts: GatewayParts): GraphQLRoute {
  const { config, isolate } = parts;
  const server = createGraphQLServer(host);
  const readers = createReaders(config);
  const responses = createCachedResponses(isolate.standings, config.cache, host.now);
  const readKey = createResponseKeyReader();

  async function respond(
    request: Request,
    requestId: string,
    bindings: GatewayBindings,
    record: RequestRecord,
  ): Promise<Response> {
    const asked = await readGraphQLRequest(request);
    if (asked instanceof Response) {
      record.errorCodes = ['BAD_USER_INPUT'];
      return asked;
    }
    record.asked = asked;
    const directives = readCacheDirectives(request.headers);
    const isExplained = config.environment === 'local' && request.headers.has('x-gateway-debug');
    const identified = readers.identify(request.headers);
    const { reader } = identified;
    record.reader = reader;
    const accept = request.headers.get('accept');
    const isCacheable = !directives.isNoCache && !directives.isNoStore && !isExplained;
    const key = isCacheable && reader !== null ? readKey(asked) : null;
    const cached = key === null || reader === null ? null : responses.find(reader, `${accept} ${key}`);
    if (cached !== null) {
      record.isCachedResponse = true;
      record.named = cached.named;
      record.cost = 0;
      return fromCachedResponse(request, cached, host.now());
    }
    if (request.method === 'POST' && asked.readJson() === undefined) {
      record.errorCodes = ['BAD_USER_INPUT'];
      return refuseBody();
    }

    const trace = createCacheTrace();
    record.trace = trace;
    const context = { ...parts, ...bindings, requestId, trace, directives, identified, asked };
    const executed = await runAsRequest(requestId, () => server.execute(context));
    if (executed instanceof Response) return finishOther(executed);
    record.errorCodes = readErrorCodes(executed.text);
    const hasEdge = config.cache.sharedTier === 'cache-api';
    const finishing = { request, executed, trace, isExplained, hasEdge, now: host.now() };
    const kept = key === null ? null : toCachedResponse(finishing);
    if (reader !== null && kept !== null)
      responses.keep(reader, `${accept} ${key}`, { ...kept, named: namedOf(record) });
    return finishResponse(finishing);
  }

  return {
    async answer(request, requestId, bindings) {
      const startedAt = host.now();
      const record = createRequestRecord();
      const seen = (status: number): number => {
        const ms = host.now() - startedAt;
        logRequest(host, config.loggedRequestsPercent, record, { requestId, status, ms });
        return ms;
      };
      try {
        const response = await respond(request, requestId, bindings, record);
        response.headers.set('server-timing', toServerTiming(record, seen(response.status)));
        return response;
      } catch (error) {
        record.errorCodes = ['INTERNAL_SERVER_ERROR'];
        seen(500);
        throw error;
      }
    },
  };
}
