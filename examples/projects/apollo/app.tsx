/** `npm run example:apollo`: the newest sessions, a page at a time, and the end of the newest that runs. */
import { ApolloProvider, useQuery, useSubscription } from '@apollo/client/react';
import { show } from '../page.ts';
import { client } from './client.ts';
import { pageByPage, waitForSession } from './operations.ts';

const pageSize = 5;

function Sessions() {
  const { data, error, fetchMore } = useQuery(pageByPage, { variables: { first: pageSize } });
  if (error) return <p role="alert">{error.message}</p>;
  if (data === undefined) return <p>Loading…</p>;
  const { edges, pageInfo } = data.testSessions;
  const running = edges.find(({ node }) => node.status === 'RUNNING')?.node;
  return (
    <>
      <ol>
        {edges.map(({ node }) => (
          <li key={node.id}>
            <time dateTime={node.createdAt}>{node.createdAt}</time> {node.status} {node.name}
          </li>
        ))}
      </ol>
      {pageInfo.hasNextPage && (
        <button type="button" onClick={() => fetchMore({ variables: { after: pageInfo.endCursor } })}>
          Show more
        </button>
      )}
      {running && <Waiting key={running.id} id={running.id} name={running.name} />}
    </>
  );
}

/** Waits for one session only: over HTTP/1.1 a browser opens six connections to an origin, and a stream holds one. */
function Waiting({ id, name }: { id: string; name: string }) {
  const { data, error } = useSubscription(waitForSession, { variables: { id } });
  if (error) return <p role="alert">{error.message}</p>;
  if (data === undefined) return <p role="status">Waiting for {name}…</p>;
  return (
    <p role="status">
      {data.testSessionCompleted.name} has ended: {data.testSessionCompleted.status}
    </p>
  );
}

show(() => (
  <ApolloProvider client={client}>
    <h1>Test sessions</h1>
    <Sessions />
  </ApolloProvider>
));
