/** Subscriptions over server-sent events, one stream for each (GraphQL over SSE, distinct connections mode). */
import { ApolloLink, Observable } from '@apollo/client';
import { print } from 'graphql';
import { createClient } from 'graphql-sse';
import { gatewayUrl, readCredentials } from '../page.ts';

const client = createClient({ url: gatewayUrl, headers: readCredentials });

/** Ends the stream when nobody listens any more. */
export const sseLink = new ApolloLink(
  ({ query, variables, operationName }) =>
    new Observable((observer) =>
      client.subscribe<Record<string, unknown>>(
        { query: print(query), variables, operationName },
        {
          next: ({ data, errors }) => observer.next({ data, errors }),
          error: (error) => observer.error(error),
          complete: () => observer.complete(),
        },
      ),
    ),
);
