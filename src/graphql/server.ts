/** The GraphQL server: plain queries by graphql-js, all else by Yoga, which is loaded when somebody needs it. Made once. */

import type { Config } from '../config/config.ts';
import type { Host } from '../host.ts';
import type { ServerContext } from '../server-context.ts';

import { addRequestId, toJsonWithRequestId } from './error-request-id.ts';
import { createPlainExecutor } from './execute-plain.ts';
import { createPersistedDocuments } from './persisted-documents.ts';
import { readPersistedManifest } from './persisted-manifest.ts';
import { createErrorMask } from './result-errors.ts';
import type { AnswerByYoga, YogaParts } from './yoga-server.ts';

export const graphqlPath = '/graphql';

/** What the GraphQL server made of a request, as far as it is JSON. */
export interface Executed {
  readonly status: number;
  readonly contentType: string;
  /** Beside those of every response, such as `www-authenticate`. */
  readonly headers: Readonly<Record<string, string>>;
  /** The JSON object without `extensions`. */
  readonly text: string;
}

export interface GraphQLServer {
  /** A response that is JSON in parts, else whole. */
  execute(context: ServerContext): Promise<Executed | Response>;
}

const jsonTypes = /^application\/(?:graphql-response\+)?json\b/;

export function createGraphQLServer(host: Host, { clients }: Config, manifest: unknown): GraphQLServer {
  const persisted = createPersistedDocuments(host, clients.documents, readPersistedManifest(manifest));
  const maskError = createErrorMask(host);
  const hasIntrospection = clients.introspection;
  const executePlain = createPlainExecutor(host, maskError, hasIntrospection, persisted);
  const answerByYoga = loadYoga({
    host,
    graphqlEndpoint: graphqlPath,
    maskError,
    hasIntrospection,
    persisted,
  });

  async function executeByYoga(context: ServerContext): Promise<Executed | Response> {
    const response = await answerByYoga(context);
    const contentType = response.headers.get('content-type') ?? '';
    if (!jsonTypes.test(contentType)) return response;
    const { status } = response;
    const { 'content-length': _other, ...headers } = Object.fromEntries(response.headers);
    return { status, contentType, headers, text: addRequestId(await response.text(), context.requestId) };
  }

  return {
    async execute(context) {
      const { json } = context.asked.accepted;
      const result = json === null ? null : await executePlain(context);
      if (result === null) return executeByYoga(context);
      const { http = {}, ...rest } = result;
      const contentType = `${json}; charset=utf-8`;
      return {
        status: 200,
        headers: {},
        contentType,
        ...http,
        text: toJsonWithRequestId(rest, context.requestId),
      };
    },
  };
}

/** Each request asks for the module by itself, because no promise outlives a request in workerd; it is evaluated once. */
function loadYoga(parts: YogaParts): AnswerByYoga {
  let answer: AnswerByYoga | null = null;
  return async (context) => {
    if (answer === null) {
      const { createYogaServer } = await import('./yoga-server.ts');
      answer ??= createYogaServer(parts);
    }
    return answer(context);
  };
}
