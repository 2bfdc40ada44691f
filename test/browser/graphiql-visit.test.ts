/** A first visit to GraphiQL's page by mouse, touch and keyboard: tabs, links, key and account, on every screen. */
import { mkdir } from 'node:fs/promises';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../../scripts/chromium.ts';
import { type Gateway, startGateway } from '../../scripts/start-bundle.ts';
import { readExamples } from '../../web/graphiql/examples.ts';
import { findViolations } from './axe.ts';
import { openWatchedPage, type WatchedPage } from './watched-page.ts';

const exampleTabs = await readExamples('.');
let gateway: Gateway;
let browser: Browser;
let visit: WatchedPage;

beforeAll(async () => {
  await mkdir('dist/screenshots', { recursive: true });
  gateway = await startGateway({ emulator: { live: true } });
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await gateway?.close();
});
afterEach(() => visit?.page.context().close());

async function open(search = '', settings: BrowserContextOptions = {}): Promise<Page> {
  visit = await openWatchedPage(browser, [gateway.url], settings);
  await visit.page.goto(`${gateway.url}/graphql${search}`);
  await visit.page.getByRole('tab', { name: 'RedOnMain' }).waitFor();
  return visit.page;
}

const lastAnswer = () => visit.page.locator('#last-answer');

async function play(): Promise<void> {
  await visit.page.getByRole('button', { name: /^Execute query/ }).click();
  await expect.poll(() => lastAnswer().textContent(), { timeout: 10_000 }).toMatch(/^HTTP \d+/);
}

test('the first click on a tab counts, however long it is held', async () => {
  const page = await open();
  for (const name of ['OneSession', 'MyBranch', 'WaitForSession']) {
    const tab = page.getByRole('tab', { name });
    await tab.click({ delay: 80 });
    await expect.poll(() => tab.getAttribute('aria-selected')).toBe('true');
  }
  await page.keyboard.press('Delete');
  await expect.poll(() => page.getByRole('tab').count()).toBe(exampleTabs.length - 1);
  expect(visit.complaints).toEqual([]);
});

test('the tabs of all examples are in sight at 1280 pixels', async () => {
  const page = await open('', { viewport: { width: 1280, height: 860 } });
  await expect.poll(() => page.getByRole('tab').count()).toBe(exampleTabs.length);
  const hiddenPixels = await page
    .locator('.graphiql-tabs')
    .evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
  expect(hiddenPixels).toBe(0);
});

test('a link opens with its query and variables beside the examples, and does not run by itself', async () => {
  const query = 'query Shared($first: Int) {\n  testSessions(first: $first) { nodes { name } }\n}';
  const page = await open(`?query=${encodeURIComponent(query)}&variables={"first":2}`);
  await page.getByRole('tab', { name: 'Shared', selected: true }).waitFor();
  expect(await lastAnswer().textContent()).toBe('No answer yet: press play.');
  expect(page.url()).toBe(`${gateway.url}/graphql`);
  await play();
  expect(await lastAnswer().textContent()).toMatch(/cache: miss · \d s old · 1 call to Checkly$/);
  await page.reload();
  await page.getByRole('tab', { name: 'Shared', selected: true }).waitFor();
  expect(await page.getByRole('tab').count()).toBe(exampleTabs.length + 1);
  expect(visit.complaints).toEqual([]);
});

test('a link to the open tab is copied, without a credential', async () => {
  const page = await open('', { permissions: ['clipboard-read', 'clipboard-write'] });
  await page.getByText('Key: none').click();
  await page.getByLabel('Checkly API key').fill('sv_typed_here');
  await page.getByRole('tab', { name: 'MyBranch' }).click();
  await page.getByRole('button', { name: 'Copy link' }).click();
  await page.getByText('Copied').waitFor();
  const link = new URL(await page.evaluate(() => navigator.clipboard.readText()));
  expect(link.origin + link.pathname).toBe(`${gateway.url}/graphql`);
  expect([...link.searchParams]).toEqual([
    ['query', exampleTabs[1]?.query],
    ['variables', exampleTabs[1]?.variables],
  ]);
  expect(visit.complaints).toEqual([]);
});

test('key and account are sent as headers, say what is missing, and stay in the tab', async () => {
  const page = await open();
  await page.getByText('Key: none').click();
  await page.getByLabel('Checkly API key').fill('cu_demo');
  await page.getByText('Missing: the account id.').waitFor();
  await page.getByLabel('Account id').fill('11111111-1111-4111-8111-111111111111');
  await page.getByText('Nothing is missing.').waitFor();
  await page.keyboard.press('Escape');
  const sent = page.waitForRequest((request) => request.postData()?.includes('RedOnMain') === true);
  await play();
  expect((await sent).headers()).toMatchObject({
    authorization: 'Bearer cu_demo',
    'x-checkly-account': '11111111-1111-4111-8111-111111111111',
  });
  await page.reload();
  await page.getByText('Key: set').waitFor();
  const stored = await page.evaluate(() => [{ ...sessionStorage }, JSON.stringify({ ...localStorage })]);
  expect(stored).toEqual([
    expect.objectContaining({ 'gateway:key': 'cu_demo' }),
    expect.not.stringContaining('cu_demo'),
  ]);
  expect(visit.complaints).toEqual([]);
});

test('a refused key opens the fields and says so', async () => {
  const page = await open();
  await page.getByText('Key: none').click();
  await page.getByLabel('Checkly API key').fill('sv_revoked');
  await page.keyboard.press('Escape');
  await play();
  await page.getByText('This key was refused').waitFor();
  expect(await page.locator('#access-state').textContent()).toBe('Key: refused');
  // The refusal itself is a 401, which the browser logs.
  expect(visit.complaints.filter((text) => !text.includes('401'))).toEqual([]);
});

test.each([
  ['desktop', 'light', 1400, 900],
  ['desktop', 'dark', 1400, 900],
  ['phone', 'light', 390, 844],
  ['phone', 'dark', 390, 844],
] as const)('can be read and operated on a %s, %s', async (screen, colorScheme, width, height) => {
  const page = await open('', { viewport: { width, height }, colorScheme, hasTouch: width < 500 });
  const playButton = page.getByRole('button', { name: /^Execute query/ });
  if (width < 500) await playButton.tap();
  else await playButton.click();
  await page.locator('.result-window').getByText('"FAILED"').first().waitFor();
  await page.screenshot({ path: `dist/screenshots/graphiql-${screen}-${colorScheme}.png` });
  expect(await findViolations(page)).toEqual([]);
  await page.getByText('Key: none').click();
  expect(await findViolations(page)).toEqual([]);
  await page.screenshot({ path: `dist/screenshots/graphiql-key-${screen}-${colorScheme}.png` });
  // Nothing is wider than the screen, and what is played is in sight.
  const size = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.scrollHeight,
  ]);
  expect(size).toEqual([width, height]);
  const answer = await page.locator('.result-window').boundingBox();
  expect(answer?.width).toBeGreaterThan(300);
  expect(answer?.height).toBeGreaterThan(200);
  // The first example is not cut off.
  const lines = await page.locator('.graphiql-query-editor .view-line').evaluateAll((all) => {
    const toolbarLeft = document.querySelector('.graphiql-toolbar')?.getBoundingClientRect().left ?? 0;
    return all.filter((line) => (line.firstElementChild?.getBoundingClientRect().right ?? 0) > toolbarLeft)
      .length;
  });
  expect(lines).toBeLessThan(width < 500 ? 3 : 1);
  expect(visit.complaints).toEqual([]);
});

test('the explorer adds a field and keeps the comment and the lists', async () => {
  const page = await open();
  await page.getByRole('button', { name: 'Show GraphiQL Explorer' }).click();
  await page.locator('.graphiql-explorer-root').getByText('updatedAt', { exact: true }).click();
  const readQuery = () =>
    page.evaluate(() => {
      const state = JSON.parse(localStorage.getItem('graphiql:tabState') ?? '{}');
      return String(state.tabs?.[0]?.query);
    });
  await expect
    .poll(readQuery, { timeout: 10_000 })
    .toMatch(/^# What failed.*\nquery RedOnMain[^#]*updatedAt/);
  expect(await readQuery()).toMatch(/statuses: \[FAILED\],? branches: \["main"\]/);
  const branches = page.locator('[data-arg-name="branches"] input');
  expect(await branches.inputValue()).toBe('main');
  await branches.fill('main,develop');
  await expect.poll(readQuery).toMatch(/branches: \["main", "develop"\]/);
  await page.locator('[data-arg-name="statuses"] select').selectOption('PASSED');
  await expect.poll(readQuery).toMatch(/statuses: \[PASSED\]/);
  await page.locator('[data-arg-name="environments"]').getByText('environments', { exact: false }).click();
  await page.locator('[data-arg-name="environments"] input').fill('staging');
  await expect.poll(readQuery).toMatch(/environments: \["staging"\]/);
  expect(visit.complaints).toEqual([]);
  // Another tab is left as it is.
  await page.getByRole('tab', { name: 'OneSession' }).click();
  await page.locator('.graphiql-query-editor').getByText('The newest failed').first().waitFor();
  await expect.poll(() => page.locator('.graphiql-query-editor').getByText('Press play').count()).toBe(0);
});

test.each([
  ['desktop', 'light', 1400, 900],
  ['phone', 'light', 390, 844],
  ['phone', 'dark', 390, 844],
] as const)('shows what can be asked on a %s, %s', async (screen, colorScheme, width, height) => {
  const page = await open('', { viewport: { width, height }, colorScheme });
  await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
  await page.getByRole('link', { name: 'Query', exact: true }).click();
  await page.getByRole('link', { name: 'testSessions', exact: true }).waitFor();
  // Federation's fields are for routers.
  expect(await page.getByRole('link', { name: '_entities' }).count()).toBe(0);
  expect(await findViolations(page)).toEqual([]);
  await page.screenshot({ path: `dist/screenshots/graphiql-docs-${screen}-${colorScheme}.png` });
  await page.getByRole('button', { name: 'Show GraphiQL Explorer' }).click();
  await page.getByText('createdWithin').first().waitFor();
  expect(await findViolations(page)).toEqual([]);
  await page.screenshot({ path: `dist/screenshots/graphiql-explorer-${screen}-${colorScheme}.png` });
});
