/** The GraphQL endpoint: a whole answer that is known, or the GraphQL server's, finished with its headers. */

import type { IsolateCache } from '../cache/isolate.ts';
import { toAccountTag, toPartition } from '../cache/partition.ts';
import { createCacheReport } from '../cache/report.ts';
import type { Config } from '../config/config.ts';
import { readCredential } from '../credentials/read-credential.ts';
import { runAsRequest } from '../graphql/request-scope.ts';
import type { Host } from '../host.ts';
import { createGraphQLServer } from '../server.ts';
import { type AnswerCache, type AnswerOwner, createAnswerCache } from './answer-cache.ts';
import { createAnswerKeyReader } from './answer-key.ts';
import { finishAnswer, finishOther, fromWholeAnswer, toWholeAnswer } from './finish-answer.ts';
import type { GatewayPorts } from './ports.ts';
import { problem } from './problem.ts';
import { type NotJson, readQuestion } from './question.ts';
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
      const question = await readQuestion(request);
      if (typeof question === 'string') return notJson(question);
      const key = wishes.isFreshOnly || wishes.isNotStored || isExplained ? null : readKey(question.text);
      const owner = key === null ? null : readOwner(request.headers, config);
      const slot =
        key === null || owner === null ? null : { owner, key: `${request.headers.get('accept')} ${key}` };
      const known = slot === null ? null : answers.find(slot.owner, slot.key);
      if (known !== null) return fromWholeAnswer(request, known, host.now());

      const report = createCacheReport();
      const context = { config, requestId, isolate, report, wishes, ...ports };
      const response = await runAsRequest(requestId, () => server.fetch(question.forServer, context));
      if (!jsonTypes.test(response.headers.get('content-type') ?? '')) return finishOther(response);
      const text = await response.text();
      const { sharedTier } = config.cache;
      const finished = { request, response, text, report, isExplained, sharedTier, now: host.now() };
      const whole = slot === null ? null : toWholeAnswer(finished);
      if (slot !== null && whole !== null) answers.keep(slot.owner, slot.key, whole);
      return finishAnswer(finished);
    },
  };
}

/** A form or plain text could be sent by any page without asking: only JSON is taken. */
function notJson(argument: NotJson): Response {
  const reason = argument === 'Content-Type' ? 'must be application/json' : 'must be JSON';
  const status = argument === 'Content-Type' ? 415 : 400;
  return problem(status, 'BAD_USER_INPUT', `${argument}: ${reason}`, { argument, reason });
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
