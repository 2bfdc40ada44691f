/** Apollo Client: pages of one filter are one list, queries go by POST, subscriptions over server-sent events. */
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client';
import { SetContextLink } from '@apollo/client/link/context';
import { relayStylePagination } from '@apollo/client/utilities';
import { OperationTypeNode } from 'graphql';
import { gatewayUrl, readCredentials } from '../page.ts';
import { sseLink } from './sse-link.ts';

const httpLink = ApolloLink.from([
  new SetContextLink(({ headers }) => ({ headers: { ...headers, ...readCredentials() } })),
  new HttpLink({ uri: gatewayUrl }),
]);

export const client = new ApolloClient({
  link: ApolloLink.split(
    ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
    sseLink,
    httpLink,
  ),
  cache: new InMemoryCache({
    // Without `keyArgs` the pages of two filters would be joined into one list.
    typePolicies: { Query: { fields: { testSessions: relayStylePagination(['filter']) } } },
  }),
});
