/** `npm run example:fetch`: six sessions, three at a time, with nothing but `fetch`. */
import { type PageByPage, printSession, readGatewayAccess, readOperation } from '../gateway.ts';

const { url, headers } = readGatewayAccess();
const query = await readOperation('page-by-page');

async function readPage(after: string | null): Promise<NonNullable<PageByPage['testSessions']>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables: { first: 3, after } }),
  });
  const { data, errors }: { data?: PageByPage | null; errors?: { message: string }[] } =
    await response.json();
  // An error in one row leaves the others: here any error ends the walk.
  if (errors !== undefined || !data?.testSessions) throw new Error(JSON.stringify(errors));
  return data.testSessions;
}

const first = await readPage(null);
const second = first.pageInfo.hasNextPage ? await readPage(first.pageInfo.endCursor) : null;
for (const page of [first, second]) {
  for (const { node } of page?.edges ?? []) if (node !== null) printSession(node);
}
