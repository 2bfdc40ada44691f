/** `npm run example:codegen`: six sessions, three at a time, with a generated document. */
import { printSession } from '../../gateway.ts';
import { ask } from './ask.ts';
import { PageByPageDocument, type PageByPageQuery } from './generated/graphql.ts';

let after: string | null = null;
for (let page = 0; page < 2; page += 1) {
  const { testSessions }: PageByPageQuery = await ask(PageByPageDocument, { first: 3, after });
  for (const { node } of testSessions?.edges ?? []) if (node !== null) printSession(node);
  if (!testSessions?.pageInfo.hasNextPage) break;
  after = testSessions.pageInfo.endCursor;
}
