/** The GraphQL server: Yoga with the gateway's schema, limits and masking. Made once, at module scope. */

import { createYoga } from 'graphql-yoga';
import { createRequestContext } from './context.ts';
import { maskError, useCodedErrors } from './graphql/errors-plugin.ts';
import { useGraphQLJsExecute } from './graphql/execute-plugin.ts';
import type { Host } from './host.ts';
import { exposedHeaders } from './http/finish-answer.ts';
import { schema } from './schema/schema.ts';
import type { ServerContext } from './server-context.ts';

export const graphqlPath = '/graphql';

export interface GraphQLServer {
  fetch(request: Request, context: ServerContext): Response | Promise<Response>;
}

export function createGraphQLServer(host: Host): GraphQLServer {
  return createYoga<ServerContext>({
    schema,
    graphqlEndpoint: graphqlPath,
    context: (initial) => createRequestContext(host, initial, initial.request),
    plugins: [useGraphQLJsExecute(), useCodedErrors(host)],
    maskedErrors: { maskError },
    // Any page may read with a credential it holds; no cookie ever authenticates.
    cors: { origin: '*', credentials: false, exposedHeaders: exposedHeaders.split(', ') },
    // The HTTP edge bounds the body; Yoga's own bound costs each request a stream.
    maxRequestBodySize: false,
    multipart: false,
    graphiql: false,
    landingPage: false,
    logging: false,
  });
}
