/**
 * Puts GraphiQL on the page: what it opens with and how it asks. What is typed into
 * the headers editor lives until the page is left; key and account have fields of their own.
 */
import { createAccessFields } from './access-fields.ts';
import { keepAccessible } from './accessible-markup.ts';
import { setUpCopyLink } from './copy-link.ts';
import { readExampleTabs } from './example-tabs.ts';
import { type ExplorerLists, explorerLists as lists } from './explorer-lists.ts';
import { createFetcher } from './fetch-graphql.ts';
import { type EditorApi, keepComments } from './keep-comment.ts';
import { describeAnswer, readRefusal } from './last-answer.ts';
import { readRememberedTab } from './remembered-tab.ts';
import { readSharedTab } from './share-link.ts';

declare global {
  /** Set by the editor itself, when it is loaded with `globalAPI`. */
  var monaco: EditorApi | undefined;
  /** For the package's explorer: see `patch-explorer.ts`. */
  var explorerLists: ExplorerLists;
  /** Set by the package's script, which the page loads before this one. */
  var YogaGraphiQL: { renderYogaGraphiQL(root: Element | null, options: Record<string, unknown>): void };
}

const exampleTabs = readExampleTabs(document);
const access = createAccessFields(document, sessionStorage);
const lastAnswer = document.querySelector('#last-answer');
const rememberedTab = readRememberedTab(localStorage);
const sharedTab = readSharedTab(location.href);
const openTab = sharedTab ?? rememberedTab;
// Once read, the address is the page's again: a reload opens what was edited since, and no further tab.
if (sharedTab !== null) history.replaceState(null, '', location.pathname);

globalThis.explorerLists = lists;
globalThis.YogaGraphiQL.renderYogaGraphiQL(document.querySelector('#root'), {
  title: 'Checkly test sessions',
  logo: '',
  fetcher: createFetcher({
    headers: access.headers,
    onAnswer(answer) {
      if (lastAnswer !== null) lastAnswer.textContent = describeAnswer(answer);
      access.showAnswer(readRefusal(answer.body));
    },
  }),
  defaultTabs: sharedTab === null ? exampleTabs : [sharedTab, ...exampleTabs],
  // Undefined on a first visit: the package would put a welcome text in the place of the examples.
  initialQuery: openTab?.query,
  initialVariables: openTab?.variables,
  // A header usually is a credential: it does not belong in the browser's storage.
  shouldPersistHeaders: false,
  // The package would copy each edit into the address bar, where a reload executes it as a GET.
  onEditQuery: () => {},
});
setUpCopyLink(document, localStorage);
keepAccessible(document.body);
if (globalThis.monaco !== undefined) keepComments(globalThis.monaco, document);
