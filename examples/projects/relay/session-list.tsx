/** A list that reads its next page by `usePaginationFragment`. */
import { graphql, usePaginationFragment } from 'react-relay';
import type { SessionList_query$key } from './__generated__/SessionList_query.graphql.ts';
import type { SessionListPaginationQuery } from './__generated__/SessionListPaginationQuery.graphql.ts';

/**
 * `@throwOnFieldError` makes an error of a field one of the component. In return the fields that the schema marks with
 * `@semanticNonNull`, such as `testSessions` and `createdAt`, are not null in the types.
 */
const fragment = graphql`
  fragment SessionList_query on Query
  @throwOnFieldError
  @refetchable(queryName: "SessionListPaginationQuery")
  @argumentDefinitions(first: { type: "Int!" }, after: { type: "String" }) {
    testSessions(first: $first, after: $after) @connection(key: "SessionList_testSessions") {
      edges {
        node {
          id
          name
          status
          createdAt
        }
      }
    }
  }
`;

export function SessionList({ query, pageSize }: { query: SessionList_query$key; pageSize: number }) {
  const { data, hasNext, isLoadingNext, loadNext } = usePaginationFragment<
    SessionListPaginationQuery,
    SessionList_query$key
  >(fragment, query);
  return (
    <>
      <ol>
        {data.testSessions.edges.map(({ node }) => (
          <li key={node.id}>
            <time dateTime={node.createdAt}>{node.createdAt}</time> {node.status} {node.name}
          </li>
        ))}
      </ol>
      {hasNext && (
        <button type="button" disabled={isLoadingNext} onClick={() => loadNext(pageSize)}>
          Show more
        </button>
      )}
    </>
  );
}
