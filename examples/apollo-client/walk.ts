/** `npm run example:apollo-client`: six sessions with Apollo Client, whose cache joins the pages of one filter. */
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { relayStylePagination } from '@apollo/client/utilities';
import { type PageByPage, printSession, readGatewayAccess, readOperation } from '../gateway.ts';

const { url, headers } = readGatewayAccess();
const client = new ApolloClient({
  link: new HttpLink({ uri: url, headers }),
  cache: new InMemoryCache({
    // Without `keyArgs` the pages of two filters would be joined into one list.
    typePolicies: { Query: { fields: { testSessions: relayStylePagination(['filter']) } } },
  }),
});

const options = { query: gql(await readOperation('page-by-page')), variables: { first: 3, after: null } };

const { data: first } = await client.query<PageByPage>(options);
const after = first?.testSessions?.pageInfo.endCursor;
// A second `query` would be answered by the cache, which knows the list: `fetchMore` asks for what is behind it.
await client.watchQuery<PageByPage>(options).fetchMore({ variables: { after } });

const joined = client.readQuery<PageByPage>(options);
for (const { node } of joined?.testSessions?.edges ?? []) if (node !== null) printSession(node);
client.stop();
