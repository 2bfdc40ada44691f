/** The GraphQL server: Yoga with the gateway's schema, limits and masking. Made once, at module scope. */

import { execute, subscribe } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import { createRequestContext } from '../context.ts';
import type { Host } from '../host.ts';
import { schema } from '../schema/schema.ts';
import type { ServerContext } from '../server-context.ts';
import { createDocumentCaches, useDocumentLimits } from './document-limits-plugin.ts';
import { usePersistedQueries } from './persisted-queries-plugin.ts';
import { createErrorMask, useCodedErrors } from './result-errors.ts';

export const graphqlPath = '/graphql';

/** Readable for pages of other origins, beside what the Fetch standard lets them read anyway. */
export const exposedHeaders = ['X-Request-Id', 'ETag', 'Age', 'Cache-Status', 'Retry-After'] as const;

export interface GraphQLServer {
  fetch(request: Request, context: ServerContext): Response | Promise<Response>;
}

export function createGraphQLServer(host: Host): GraphQLServer {
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
    maskedErrors: { maskError: createErrorMask(host) },
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

function useAskedParams(): Plugin<object, ServerContext> {
  return {
    onRequestParse({ serverContext, setRequestParser }) {
      const { params } = serverContext.asked;
      if (params !== null) setRequestParser(() => params);
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
