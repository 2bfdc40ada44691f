/**
 * Puts GraphiQL on the page: what it opens with, how it asks, where its editor's workers are. It keeps no
 * credential: headers live until the page is left.
 */
import { exampleTabs } from './example-tabs.ts';
import { fetchGraphql } from './fetch-graphql.ts';
import { readRememberedTab } from './remembered-tab.ts';

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

const rememberedTab = readRememberedTab(localStorage);

globalThis.YogaGraphiQL.renderYogaGraphiQL(document.getElementById('root'), {
  title: 'Checkly test sessions',
  logo: '<img src="/graphiql/icon.svg" alt="" width="32" height="32">',
  fetcher: fetchGraphql,
  defaultTabs: exampleTabs,
  // Undefined on a first visit: the package would put a welcome text in the place of the examples.
  initialQuery: rememberedTab?.query,
  initialVariables: rememberedTab?.variables,
  // A header usually is a credential: it does not belong in the browser's storage.
  shouldPersistHeaders: false,
  // The package would copy each edit into the address bar, where a reload executes it as a GET.
  onEditQuery: () => {},
});
