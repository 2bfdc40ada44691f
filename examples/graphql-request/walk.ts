/** `npm run example:graphql-request`: six sessions, three at a time, with graphql-request. */
import { GraphQLClient } from 'graphql-request';
import { type PageByPage, printSession, readGatewayAccess, readOperation } from '../gateway.ts';

const { url, headers } = readGatewayAccess();
const client = new GraphQLClient(url, { headers });
const query = await readOperation('page-by-page');

let after: string | null = null;
for (let page = 0; page < 2; page += 1) {
  // Throws a ClientError for any error in the answer; `errorPolicy: 'all'` gives what is there beside the errors.
  const { testSessions }: PageByPage = await client.request(query, { first: 3, after });
  for (const { node } of testSessions?.edges ?? []) if (node !== null) printSession(node);
  if (!testSessions?.pageInfo.hasNextPage) break;
  after = testSessions.pageInfo.endCursor;
}
