/** GraphiQL as a person meets it: it loads under its policy, from its own origin alone, and its play button plays. */
import { mkdir } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Gateway, startGateway } from '../e2e/gateway.ts';
import { exampleTabs } from '../local/graphiql/example-tabs.ts';
import { launchChromium } from './chromium.ts';
import { openWatchedPage, type WatchedPage } from './watched-page.ts';

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
  visit = await openWatchedPage(browser, gateway.url);
  await visit.page.goto(`${gateway.url}/graphql`);
  await visit.page.getByRole('tab', { name: 'FailedOnMain' }).waitFor();
});
afterEach(() => visit?.page.context().close());

/** Presses play on the tab that is open. @returns the answer as the gateway gave it */
async function play(): Promise<unknown> {
  const answer = visit.page.waitForResponse((response) => {
    return (
      response.request().postData()?.includes('testSessions') === true && response.url().endsWith('/graphql')
    );
  });
  await visit.page.getByRole('button', { name: /^Execute query/ }).click();
  return (await answer).json();
}

const answerEditor = () => visit.page.locator('.result-window');

test('opens with a query that shows failed sessions on main', async () => {
  const answer = await play();
  expect(answer).toMatchObject({
    data: {
      testSessions: { edges: Array(5).fill({ node: { status: 'FAILED', commit: { branch: 'main' } } }) },
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
    await tabs.nth(index).click();
    const answer = await play();
    expect(answer).toMatchObject({ data: { testSessions: expect.anything() } });
    expect(answer).not.toHaveProperty('errors');
  }
  await visit.page.screenshot({ path: 'dist/screenshots/graphiql-paging.png' });
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

test('keeps the address clean and no header after a reload', async () => {
  await visit.page.getByRole('button', { name: 'Headers' }).click();
  await visit.page.locator('.graphiql-editor-tool .monaco-editor:visible').click();
  await visit.page.keyboard.type('{"authorization":"Bearer cu_secret"');
  await expect.poll(() => visit.page.locator('.graphiql-editor-tool').innerText()).toContain('cu_secret');
  expect(visit.page.url()).toBe(`${gateway.url}/graphql`);

  await visit.page.reload();
  await visit.page.getByRole('tab', { name: 'FailedOnMain' }).waitFor();
  const stored = await visit.page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
  expect(stored).not.toContain('cu_secret');
  await expect.poll(() => visit.page.getByRole('tab').count()).toBe(exampleTabs.length);
  expect(visit.complaints).toEqual([]);
});
