/** `npm run example:gql-tada`: six sessions, three at a time, typed by gql.tada. */

import type { ResultOf, VariablesOf } from 'gql.tada';
import { print } from 'graphql';
import { printSession, readGatewayAccess } from '../../gateway.ts';
import { graphql } from './graphql.ts';

const { url, headers } = readGatewayAccess();
const pageByPage = graphql(`
  query PageByPage($first: Int!, $after: String) {
    testSessions(first: $first, after: $after) {
      edges {
        node {
          name
          status
          createdAt
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

async function ask(variables: VariablesOf<typeof pageByPage>): Promise<ResultOf<typeof pageByPage>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: print(pageByPage), variables }),
  });
  const { data, errors } = await response.json();
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data;
}

let after: string | null = null;
for (let page = 0; page < 2; page += 1) {
  const { testSessions }: ResultOf<typeof pageByPage> = await ask({ first: 3, after });
  for (const { node } of testSessions?.edges ?? []) if (node !== null) printSession(node);
  if (!testSessions?.pageInfo.hasNextPage) break;
  after = testSessions.pageInfo.endCursor;
}
