/** `npm run example:relay`: the newest sessions, a page at a time, with Relay. */
import { Suspense } from 'react';
import { graphql, RelayEnvironmentProvider, useLazyLoadQuery } from 'react-relay';
import { show } from '../page.ts';
import type { appQuery } from './__generated__/appQuery.graphql.ts';
import { environment } from './environment.ts';
import { SessionList } from './session-list.tsx';

const pageSize = 5;

function Sessions() {
  const query = useLazyLoadQuery<appQuery>(
    graphql`
      query appQuery($first: Int!) {
        ...SessionList_query @arguments(first: $first)
      }
    `,
    { first: pageSize },
  );
  return <SessionList query={query} pageSize={pageSize} />;
}

show(() => (
  <RelayEnvironmentProvider environment={environment}>
    <h1>Test sessions</h1>
    <Suspense fallback={<p>Loading…</p>}>
      <Sessions />
    </Suspense>
  </RelayEnvironmentProvider>
));
