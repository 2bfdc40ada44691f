/** The GraphQL server: Yoga with the gateway's schema, limits and masking. Made once, at module scope. */

import { execute, type GraphQLError, subscribe } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import { createRequestContext } from '../context.ts';
import { isObject } from '../domain/is-object.ts';
import type { Host } from '../host.ts';
import { schema } from '../schema/schema.ts';
import type { ServerContext } from '../server-context.ts';
import { createDocumentCaches, useDocumentLimits } from './document-limits-plugin.ts';
import { createPlainExecutor } from './execute-plain.ts';
import { usePersistedQueries } from './persisted-queries-plugin.ts';
import { createErrorMask, useCodedErrors } from './result-errors.ts';

export const graphqlPath = '/graphql';

/** Readable for pages of other origins, beside what the Fetch standard lets them read anyway. */
export const exposedHeaders = [
  'X-Request-Id',
  'ETag',
  'Age',
  'Cache-Status',
  'Retry-After',
  'Server-Timing',
] as const;

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

export function createGraphQLServer(host: Host): GraphQLServer {
  const maskError = createErrorMask(host);
  const yoga = createYogaServer(host, maskError);
  const executePlain = createPlainExecutor(host, maskError);
  const contentTypes = createContentTypes();

  async function executeByYoga(context: ServerContext): Promise<Executed | Response> {
    const response = await yoga.fetch(toYogaRequest(context.asked), context);
    const contentType = response.headers.get('content-type') ?? '';
    if (!jsonTypes.test(contentType)) return response;
    contentTypes.learn(context.asked.request, contentType);
    const { status } = response;
    const { 'content-length': _other, ...headers } = Object.fromEntries(response.headers);
    return { status, contentType, headers, text: await response.text() };
  }

  return {
    async execute(context) {
      const contentType = contentTypes.find(context.asked.request);
      const result = contentType === null ? null : await executePlain(context);
      if (contentType === null || result === null) return executeByYoga(context);
      const { http = {}, ...rest } = result;
      return { status: 200, headers: {}, contentType, ...http, text: JSON.stringify(rest) };
    },
  };
}

/**
 * The media type that Yoga answers a query with, by the client's Accept: it depends on nothing else, so that it is
 * asked once for each. Bounded: clients send few.
 */
function createContentTypes() {
  const maxAccepts = 200;
  const known = new Map<string, string>();
  const keyOf = ({ headers }: Request): string => headers.get('accept') ?? '';
  return {
    find: (request: Request): string | null => known.get(keyOf(request)) ?? null,
    learn(request: Request, contentType: string): void {
      if (known.size < maxAccepts && keyOf(request).length < 512) known.set(keyOf(request), contentType);
    },
  };
}

function createYogaServer(host: Host, maskError: (error: unknown) => GraphQLError) {
  return createYoga<ServerContext>({
    schema,
    graphqlEndpoint: graphqlPath,
    context: (initial) => createRequestContext(host, initial, initial.request),
    plugins: [
      useAskedParams(),
      usePersistedQueries(),
      useDocumentLimits(),
      useGraphQLJsExecute(),
      useCodedErrors(),
    ],
    maskedErrors: { maskError },
    // Any page may read with a credential it holds; no cookie ever authenticates.
    cors: { origin: '*', credentials: false, exposedHeaders: [...exposedHeaders] },
    // The HTTP edge bounds the body; Yoga's own bound costs each request a stream.
    maxRequestBodySize: false,
    parserAndValidationCache: createDocumentCaches(),
    multipart: false,
    graphiql: false,
    landingPage: false,
    logging: false,
  });
}

/** A body has been read: Yoga gets it again where it is not the object that is handed over in parts. */
function toYogaRequest({ request, text, readJson }: ServerContext['asked']): Request {
  if (request.method !== 'POST' || isObject(readJson())) return request;
  const headers = new Headers(request.headers);
  headers.set('content-type', 'application/json');
  return new Request(request.url, { method: 'POST', headers, body: text, signal: request.signal });
}

function useAskedParams(): Plugin<object, ServerContext> {
  return {
    onRequestParse({ request, serverContext, setRequestParser }) {
      const params = serverContext.asked.readJson();
      if (request.method === 'POST' && isObject(params)) setRequestParser(() => ({ ...params }));
    },
  };
}

function useGraphQLJsExecute(): Plugin {
  return {
    onExecute({ setExecuteFn }) {
      setExecuteFn(execute);
    },
    onSubscribe({ setSubscribeFn }) {
      setSubscribeFn(subscribe);
    },
  };
}
