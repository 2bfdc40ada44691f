/** What the buttons at the page's foot give away: the query as a link, as curl, and as typed client code. Pure. */
import { createShareLink } from '../graphiql/share-link.ts';
import { DashboardDocument, type DashboardQueryVariables } from './dashboard.generated.ts';

const query = DashboardDocument.toString().trim();

export function toGraphiqlLink(origin: string, variables: DashboardQueryVariables): string {
  return createShareLink(`${origin}/graphql`, { query, variables: JSON.stringify(variables) });
}

/** The credential is left for the reader to fill in; the demo needs none. */
export function toCurl(origin: string, variables: DashboardQueryVariables, hasKey: boolean): string {
  const body = JSON.stringify({ query: query.replaceAll(/\s+/g, ' '), variables });
  return [
    `curl -s ${origin}/graphql`,
    `-H 'content-type: application/json'`,
    ...(hasKey
      ? [`-H "authorization: Bearer $CHECKLY_API_KEY"`, `-H "x-checkly-account: $CHECKLY_ACCOUNT_ID"`]
      : []),
    `-d '${body.replaceAll("'", "'\\''")}'`,
  ].join(' \\\n  ');
}

/** For graphql-request, whose types come from the gateway's own schema through gql.tada or codegen. */
export function toClientCode(origin: string, variables: DashboardQueryVariables): string {
  return `import { GraphQLClient } from 'graphql-request';
import { graphql } from './gql'; // codegen's client preset, or gql.tada: examples/

const client = new GraphQLClient('${origin}/graphql', {
  headers: {
    authorization: \`Bearer \${process.env.CHECKLY_API_KEY}\`,
    'x-checkly-account': process.env.CHECKLY_ACCOUNT_ID ?? '',
  },
});

const document = graphql(\`
${query.replaceAll(/^/gm, '  ')}
\`);

const { testSessionStatistics, running } = await client.request(document, ${JSON.stringify(variables)});
`;
}
