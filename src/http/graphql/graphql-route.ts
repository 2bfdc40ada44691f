/** The GraphQL endpoint: a cached response, or one that is executed, finished with its headers. */

import { createCacheTrace } from '../../cache/trace.ts';
import { type ClientLimit, createClientLimit } from '../../client-limit.ts';
import { createReaders, type Reader } from '../../credentials/reader.ts';
import { runAsRequest } from '../../graphql/result-errors.ts';
import { createGraphQLServer } from '../../graphql/server.ts';
import type { Host } from '../../host.ts';
import { createRequestMeter } from '../../request-meter.ts';
import type { GatewayBindings, GatewayParts, RequestBindings } from '../../server-context.ts';
import { isProblem, type Problem } from '../problem.ts';
import { createAnswerBody } from './answer-body.ts';
import { type CachedResponse, createCachedResponses, createResponseKeys } from './cached-responses.ts';
import { toClientKey } from './client-key.ts';
import { finishOther, finishResponse, fromCachedResponse, toCachedResponse } from './finish-response.ts';
import { createAcceptReader } from './media-type.ts';
import {
  type AskedRequest,
  readCacheDirectives,
  readGraphQLRequest,
  refuseAccept,
  refuseBody,
  refuseClient,
} from './read-request.ts';
import {
  createRequestRecord,
  logRequest,
  namedOf,
  type RequestRecord,
  readErrorCodes,
  toServerTiming,
} from './request-record.ts';

export interface GraphQLRoute {
  answer(request: Request, requestId: string, bindings: GatewayBindings): Promise<Response | Problem>;
}

export function createGraphQLRoute(host: Host, parts: GatewayParts, manifest: unknown): GraphQLRoute {
  const { config, isolate, clientLimiter } = parts;
  const server = createGraphQLServer(host, config, manifest);
  const readers = createReaders(host, config);
  const responses = createCachedResponses(isolate.standings, config.cache, host.now);
  const keys = createResponseKeys();
  const readAccept = createAcceptReader();
  const jwtHeader = config.credentials.jwt?.header ?? 'authorization';

  /** Where this reader's response to this request is kept; null when it may be neither found nor kept. */
  function openSlot(asked: AskedRequest, reader: Reader | null): ResponseSlot | null {
    const key = reader === null || asked.accepted.json === null ? null : keys.read(asked);
    if (reader === null || key === null) return null;
    const name = `${asked.accepted.json} ${key}`;
    return {
      find: () => responses.find(reader, name),
      keep(response) {
        responses.keep(reader, name, response);
        keys.remember(asked, key);
      },
    };
  }

  /** Null where nobody is limited. */
  function openClientLimit(headers: Headers, reader: Reader | null, requestId: string): ClientLimit | null {
    if (clientLimiter === null) return null;
    const { wasAccepted } = isolate.standings;
    const key = toClientKey(reader, wasAccepted, headers, config.cache.partitionSecret);
    return createClientLimit(clientLimiter, key, (line) => host.log({ requestId, ...line }));
  }

  async function respond(
    request: Request,
    requestId: string,
    bindings: RequestBindings,
    record: RequestRecord,
  ): Promise<Response | Problem> {
    const asked = await readGraphQLRequest(request, readAccept(request.headers.get('accept')));
    if (isProblem(asked)) return asked;
    record.asked = asked;
    const directives = readCacheDirectives(request.headers);
    const isExplained = config.environment === 'local' && request.headers.has('x-gateway-debug');
    const identified = await readers.identify(request.headers, bindings.keepAlive);
    record.reader = identified.reader;
    const clientLimit = openClientLimit(request.headers, identified.reader, requestId);
    if (clientLimit !== null && !(await clientLimit.spend(1))) return refuseClient();
    const isCacheable = !directives.isNoCache && !directives.isNoStore && !isExplained;
    const slot = isCacheable ? openSlot(asked, identified.reader) : null;
    const cached = slot?.find() ?? null;
    if (slot !== null && cached !== null) {
      record.isCachedResponse = true;
      record.named = cached.named;
      record.cost = 0;
      return fromCachedResponse(request, cached, host.now(), slot.keep);
    }
    if (request.method === 'POST' && asked.readJson() === undefined) return refuseBody();

    const trace = createCacheTrace();
    record.trace = trace;
    const meter = createRequestMeter(config.cost.maxWeight);
    const perRequest = { requestId, trace, meter, clientLimit, directives, identified, asked };
    const context = { ...parts, ...bindings, ...perRequest };
    const executed = await runAsRequest(requestId, () => server.execute(context));
    record.cost = meter.told()?.actual ?? null;
    if (executed instanceof Response) return executed.status === 406 ? refuseAccept() : finishOther(executed);
    record.errorCodes = readErrorCodes(executed.text);
    const hasEdge = config.cache.sharedTier !== 'none' && host.edgeCache !== null;
    const answerBody = createAnswerBody(executed.text);
    const finishing = { request, executed, answerBody, trace, meter, isExplained, hasEdge, now: host.now() };
    const kept = slot === null ? null : toCachedResponse(finishing);
    if (kept !== null) slot?.keep({ ...kept, named: namedOf(record) });
    return finishResponse(finishing);
  }

  return {
    async answer(request, requestId, bindings) {
      const startedAt = host.now();
      const record = createRequestRecord();
      const { promise: whenAnswered, resolve: noteAnswered } = Promise.withResolvers<void>();
      const finish = (status: number): string => {
        const ms = host.now() - startedAt;
        logRequest(host, config.loggedRequestsPercent, record, { requestId, status, ms });
        return toServerTiming(record, ms);
      };
      try {
        const answered = await respond(request, requestId, { ...bindings, whenAnswered }, record);
        if (isProblem(answered)) record.errorCodes = [String(answered.extensions.code)];
        const timing = finish(answered.status);
        if (isProblem(answered))
          return { ...answered, headers: { ...answered.headers, 'server-timing': timing } };
        answered.headers.set('server-timing', timing);
        // Beside Authorization, which is there already.
        if (jwtHeader !== 'authorization') answered.headers.append('vary', jwtHeader);
        return answered;
      } catch (error) {
        record.errorCodes = ['INTERNAL_SERVER_ERROR'];
        finish(500);
        throw error;
      } finally {
        noteAnswered();
      }
    },
  };
}

interface ResponseSlot {
  find(): CachedResponse | null;
  readonly keep: (response: CachedResponse) => void;
}
