/** The GraphQL endpoint: a whole answer that is known, or the GraphQL server's, finished with its headers. */

import type { IsolateCache } from '../cache/isolate.ts';
import { toAccountTag, toPartition } from '../cache/partition.ts';
import { createCacheReport } from '../cache/report.ts';
import type { Config } from '../config/config.ts';
import { readCredential } from '../credentials/read-credential.ts';
import type { Host } from '../host.ts';
import { createGraphQLServer } from '../server.ts';
import { type AnswerCache, type AnswerOwner, createAnswerCache } from './answer-cache.ts';
import { createAnswerKeyReader } from './answer-key.ts';
import { finishAnswer, fromWholeAnswer, toWholeAnswer } from './finish-answer.ts';
import type { GatewayPorts } from './ports.ts';
import { readCacheWishes } from './read-wishes.ts';

export interface GraphQLRoute {
  answer(request: Request, requestId: string, ports: GatewayPorts): Promise<Response>;
}

const jsonTypes = /^application\/(?:graphql-response\+)?json\b/;

/** `isolate` holds what is remembered between requests. */
export function createGraphQLRoute(host: Host, config: Config, isolate: IsolateCache): GraphQLRoute {
  const server = createGraphQLServer(host);
  const answers: AnswerCache = createAnswerCache(isolate, config.cache, host.now);
  const readKey = createAnswerKeyReader();

  return {
    async answer(request, requestId, ports) {
      const wishes = readCacheWishes(request.headers);
      const isExplained = config.environment === 'local' && request.headers.has('x-gateway-debug');
      const { forServer, question } = await readQuestion(request);
      const key = wishes.isFreshOnly || wishes.isNotStored || isExplained ? null : readKey(question);
      const owner = key === null ? null : readOwner(request.headers, config);
      const slot =
        key === null || owner === null ? null : { owner, key: `${request.headers.get('accept')} ${key}` };
      const known = slot === null ? null : answers.find(slot.owner, slot.key);
      if (known !== null) return fromWholeAnswer(request, known, host.now());

      const report = createCacheReport();
      const context = { config, requestId, isolate, report, wishes, ...ports };
      const response = await server.fetch(forServer, context);
      if (!jsonTypes.test(response.headers.get('content-type') ?? '')) return response;
      const text = await response.text();
      const finished = { request, response, text, report, isExplained, now: host.now() };
      const whole = slot === null ? null : toWholeAnswer(finished);
      if (slot !== null && whole !== null) answers.keep(slot.owner, slot.key, whole);
      return finishAnswer(finished);
    },
  };
}

/** What is asked, as the text of a POST's JSON; and the request with its body still to be read. */
async function readQuestion(request: Request): Promise<{ forServer: Request; question: string }> {
  if (request.method === 'GET') {
    const { searchParams } = new URL(request.url);
    return { forServer: request, question: toQuestion(searchParams) };
  }
  if (request.method !== 'POST') return { forServer: request, question: '' };
  const text = await request.text();
  const isJson = (request.headers.get('content-type') ?? '').startsWith('application/json');
  return { forServer: new Request(request, { body: text }), question: isJson ? text : '' };
}

/** A GET's parameters in the form of a POST's JSON (GraphQL over HTTP, section 5.1); empty when they are not that. */
function toQuestion(params: URLSearchParams): string {
  const [variables, extensions] = ['variables', 'extensions'].map((name) => params.get(name) || 'null');
  const [query, operationName] = ['query', 'operationName'].map((name) => JSON.stringify(params.get(name)));
  return `{"query":${query},"operationName":${operationName},"variables":${variables},"extensions":${extensions}}`;
}

/** Null when the credential will not do: the GraphQL server says why. */
function readOwner(headers: Headers, { credentials, cache }: Config): AnswerOwner | null {
  try {
    const credential = readCredential(headers, credentials);
    return {
      partition: toPartition(credential, cache.partitionSecret),
      accountTag: toAccountTag(credential, cache.partitionSecret),
    };
  } catch {
    return null;
  }
}
