/**
 * The only script of ours on the GraphiQL page: puts GraphiQL on it, sends its queries to `/graphql`, and
 * loads its editor's workers from here. It keeps no credential: headers live until the tab is closed.
 */
import { exampleTabs } from './example-tabs.ts';

interface GraphiqlRequest {
  query: string;
  variables?: Record<string, unknown>;
  operationName?: string | null;
}

declare global {
  var MonacoEnvironment: { getWorker(moduleId: string, label: string): Worker } | undefined;
  /** Set by the package's script, which the page loads before this one. */
  var YogaGraphiQL: { renderYogaGraphiQL(root: Element | null, options: Record<string, unknown>): void };
}

// The build puts the content's hash into every name that starts with /graphiql/.
globalThis.MonacoEnvironment = {
  getWorker(_moduleId, label) {
    if (label === 'graphql') return new Worker('/graphiql/graphql.worker.js');
    if (label === 'json') return new Worker('/graphiql/json.worker.js');
    return new Worker('/graphiql/editor.worker.js');
  },
};

async function fetchGraphql(
  request: GraphiqlRequest,
  options?: { headers?: Record<string, string> },
): Promise<unknown> {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: {
      ...options?.headers,
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json;q=0.9',
    },
    body: JSON.stringify(request),
  });
  if (!response.headers.get('content-type')?.includes('json')) {
    throw new Error(`The gateway answered HTTP ${response.status} without JSON: ${await response.text()}`);
  }
  return response.json();
}

globalThis.YogaGraphiQL.renderYogaGraphiQL(document.getElementById('root'), {
  title: 'Checkly test sessions',
  logo: '<img src="/graphiql/icon.svg" alt="" width="32" height="32">',
  fetcher: fetchGraphql,
  defaultTabs: exampleTabs,
  // The package would pass a welcome text, which opens one more tab on every visit.
  initialQuery: undefined,
  // A header usually is a credential: it does not belong in the browser's storage.
  shouldPersistHeaders: false,
  // The package would copy each edit into the address bar, where a reload executes it as a GET.
  onEditQuery: () => {},
});
