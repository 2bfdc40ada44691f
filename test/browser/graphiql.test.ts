/** GraphiQL as a person meets it: it loads under its policy, from its own origin alone, and its play button plays. */
import { mkdir } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchChromium } from '../../scripts/chromium.ts';
import { type Gateway, startGateway } from '../../scripts/start-bundle.ts';
import { readExamples } from '../../web/graphiql/examples.ts';
import { openWatchedPage, type WatchedPage } from './watched-page.ts';

const exampleTabs = await readExamples('.');
let gateway: Gateway;
let browser: Browser;
let visit: WatchedPage;

beforeAll(async () => {
  await mkdir('dist/screenshots', { recursive: true });
  gateway = await startGateway();
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await gateway?.close();
});
beforeEach(async () => {
  visit = await openWatchedPage(browser, [gateway.url]);
  await visit.page.goto(`${gateway.url}/graphql`);
  await visit.page.getByRole('tab', { name: 'RedOnMain' }).waitFor();
});
afterEach(() => visit?.page.context().close());

/** Presses play on the tab that is open. @returns the answer as the gateway gave it */
async function play(): Promise<unknown> {
  const answer = visit.page.waitForResponse((response) => {
    return (
      response.request().postData()?.includes('testSession') === true && response.url().endsWith('/graphql')
    );
  });
  await visit.page.getByRole('button', { name: /^Execute query/ }).click();
  return (await answer).json();
}

/** The first word in braces that is followed by arguments. */
const rootFieldOf = (query = ''): string => /\{\s*(\w+)\s*\(/.exec(query)?.[1] ?? '';

const answerEditor = () => visit.page.locator('.result-window');

test('opens with a query that shows failed sessions on main', async () => {
  const answer = await play();
  expect(answer).toMatchObject({
    data: {
      testSessions: { nodes: Array(10).fill({ status: 'FAILED' }) },
    },
  });
  await answerEditor().getByText('"FAILED"').first().waitFor();
  await visit.page.screenshot({ path: 'dist/screenshots/graphiql.png' });
  expect(visit.complaints).toEqual([]);
});

test('plays every example without an error', async () => {
  const tabs = visit.page.getByRole('tab');
  await expect.poll(() => tabs.count()).toBe(exampleTabs.length);
  for (let index = 0; index < exampleTabs.length; index += 1) {
    // Waits for a session of one's own: the test below plays it.
    if (exampleTabs[index]?.query.includes('subscription')) continue;
    await tabs.nth(index).click();
    const answer = await play();
    expect(answer).not.toHaveProperty('errors');
    expect(answer).toMatchObject({ data: { [rootFieldOf(exampleTabs[index]?.query)]: expect.anything() } });
  }
  await visit.page.screenshot({ path: 'dist/screenshots/graphiql-paging.png' });
  expect(visit.complaints).toEqual([]);
});

test('plays a subscription, and shows the session once it has ended', async () => {
  const [id = ''] = gateway.emulator.addSessions([{ name: 'watched in a browser', status: 'RUNNING' }]);
  await visit.page.getByRole('button', { name: 'New tab' }).click();
  await visit.page.locator('.graphiql-query-editor .monaco-editor').first().click();
  await visit.page.keyboard.insertText(`subscription { testSessionCompleted(id: "${id}") { name status } }`);
  await visit.page.keyboard.press('Home');
  await visit.page.getByRole('button', { name: /^Prettify query/ }).click();
  await visit.page.getByRole('button', { name: /^Execute query/ }).click();
  await visit.page.getByRole('button', { name: /^Stop query/ }).waitFor();
  expect(await answerEditor().textContent()).not.toContain('watched');
  gateway.emulator.patchSession(id, { status: 'PASSED' });
  await answerEditor().getByText('"watched in a browser"').waitFor();
  await answerEditor().getByText('"PASSED"').waitFor();
  await visit.page.getByRole('button', { name: /^Execute query/ }).waitFor();
  await visit.page.screenshot({ path: 'dist/screenshots/graphiql-subscription.png' });
  expect(visit.complaints).toEqual([]);
});

test('shows the schema with its descriptions', async () => {
  await visit.page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
  await visit.page.getByRole('link', { name: 'Query', exact: true }).click();
  await visit.page.getByRole('link', { name: 'testSessions', exact: true }).click();
  await visit.page.getByRole('link', { name: 'TestSessionFilter', exact: true }).waitFor();
  await visit.page.screenshot({ path: 'dist/screenshots/graphiql-docs.png' });
  expect(visit.complaints).toEqual([]);
});

test('checks a query against the schema while it is typed, in a worker of its own origin', async () => {
  await visit.page.getByRole('button', { name: 'New tab' }).click();
  await visit.page.locator('.graphiql-query-editor .monaco-editor').first().click();
  await visit.page.keyboard.type('{ noSuchField }');
  await visit.page.locator('.graphiql-query-editor .squiggly-error').first().waitFor();
  expect(visit.complaints).toEqual([]);
});

function readStoredTabs(): Promise<unknown> {
  return visit.page.evaluate(() => JSON.parse(localStorage.getItem('graphiql:tabState') ?? 'null'));
}

test('restores the tabs after a reload, without a header and without an address of its own', async () => {
  await visit.page.getByRole('tab', { name: 'PageByPage' }).click();
  await visit.page.getByRole('button', { name: 'Headers' }).click();
  const headers = visit.page.locator('.graphiql-editor-tool').filter({ visible: true });
  await headers.locator('.monaco-editor').filter({ visible: true }).click();
  await visit.page.keyboard.type('{"authorization":"Bearer cu_typed_here"');
  await expect.poll(() => headers.textContent()).toContain('cu_typed_here');
  // GraphiQL stores half a second after a change.
  const lastTab = exampleTabs.findIndex(({ query }) => query.includes('PageByPage'));
  await expect.poll(readStoredTabs).toMatchObject({ activeTabIndex: lastTab });
  expect(visit.page.url()).toBe(`${gateway.url}/graphql`);

  await visit.page.reload();
  await visit.page.getByRole('tab', { name: 'PageByPage', selected: true }).waitFor();
  expect(await visit.page.getByRole('tab').count()).toBe(exampleTabs.length);
  const stored = await visit.page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
  expect(stored).not.toContain('cu_typed_here');
  expect(await play()).toMatchObject({ data: { testSessions: expect.anything() } });
  await visit.page.screenshot({ path: 'dist/screenshots/graphiql-restored.png' });
  expect(visit.complaints).toEqual([]);
});
