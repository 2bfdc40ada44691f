/** The dashboard as a person meets it: what it says of sessions that are known, live, from its own origin alone. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../../scripts/chromium.ts';
import { type Gateway, startGateway } from '../../scripts/start-bundle.ts';
import { findViolations } from './axe.ts';
import { openWatchedPage, type WatchedPage } from './watched-page.ts';

const minute = 60_000;
const commit = '0123456789abcdef0123456789abcdef01234567';
/** One for all: each test looks at branches of its own, or at what does not change. */
let gateway: Gateway;
let browser: Browser;
let visit: WatchedPage;

beforeAll(async () => {
  browser = await launchChromium();
  gateway = await startGateway({ emulator: { sessions: 0 } });
  add('Checkout', ['PASSED', 'PASSED', 'FAILED', 'FAILED']);
  add('Login', ['FAILED', 'PASSED', 'PASSED']);
  add('Search', ['FAILED'], 'feature/search');
  add('Login', ['PASSED'], 'release');
});
afterAll(async () => {
  await browser?.close();
  await gateway?.close();
});
afterEach(() => visit?.page.context().close());

async function open(
  path = '/',
  settings: BrowserContextOptions = {},
  onAsked: (body: string) => void = () => {},
): Promise<Page> {
  visit = await openWatchedPage(browser, [gateway.url], settings);
  visit.page.on('request', (request) => onAsked(request.postData() ?? ''));
  await visit.page.goto(`${gateway.url}${path}`);
  await visit.page.locator('h1').waitFor();
  return visit.page;
}

/** The oldest first, a minute apart, each of a minute. */
function add(
  name: string,
  statuses: readonly ('PASSED' | 'FAILED' | 'RUNNING')[],
  branchName = 'main',
): string[] {
  const now = Date.now();
  return gateway.emulator.addSessions(
    statuses.map((status, index) => {
      const startedAt = now - (statuses.length - index + 1) * minute;
      return {
        name,
        status,
        branchName,
        commitId: commit,
        commitMessage: `${name}, run ${index + 1}`,
        repoUrl: 'https://github.com/acme/shop',
        created_at: new Date(startedAt).toISOString(),
        startedAt: new Date(startedAt).toISOString(),
        stoppedAt: status === 'RUNNING' ? null : new Date(startedAt + minute).toISOString(),
      };
    }),
  );
}

const textOf = async (selector: string): Promise<string> =>
  (await visit.page.locator(selector).allInnerTexts()).join('\n').replaceAll(/\s+/g, ' ');

test('says in one line whether main is green, and what is red since which commit', async () => {
  const page = await open();
  expect(await textOf('.verdict')).toBe('Is main green? No. One suite is red.');
  expect(await page.title()).toBe('Red · main · Checkly');
  expect(await textOf('section:has(#red-title)')).toMatch(
    /^Red 1 Checkout 2 failures in a row, the first \d min ago since 0123456 Checkout, run 3$/,
  );
  expect(await page.locator('.red-row .bars').getAttribute('aria-label')).toBe(
    'Last 4 runs: 2 failed, 2 passed; the newest failed',
  );
  expect(await page.locator('.red-row code').locator('..').getAttribute('href')).toBe(
    `https://github.com/acme/shop/commit/${commit}`,
  );
  expect(await textOf('section:has(#days-title) .legend')).toBe('4 passed 3 failed');
  expect(await textOf('section:has(#durations-title) .legend')).toBe('median 1 min 95th percentile 1 min');
  expect(await textOf('section:has(#branches-title)')).toMatch(
    /^Branches main 57 % feature\/search 0 %.*release 100 %/,
  );
  expect(await textOf('section:has(#flaky-title)')).toMatch(
    /^Flaky (Checkout 1 of 4 Login 1 of 3|Login 1 of 3 Checkout 1 of 4)$/,
  );
  expect(await textOf('.asked')).toMatch(
    /^Looked at 7 sessions Calls to Checkly, .* Calls of this answer \d.* Asked just now/,
  );
  await page.locator('section:has(#days-title) summary').click();
  expect(
    await page.locator('section:has(#days-title) tbody tr').last().locator('td').allTextContents(),
  ).toEqual(['4', '3', '57 %']);
  expect(visit.complaints).toEqual([]);
});

test('shows the last runs of what is red on each branch, where all are asked for', async () => {
  const page = await open('/?branch=');
  const rows = page.locator('.red-row');
  const shown = await rows.evaluateAll((all) =>
    all.map((row) => [
      row.querySelector('.quiet')?.textContent?.split(' · ')[0],
      row.querySelector('.bars')?.getAttribute('aria-label'),
    ]),
  );
  expect(shown.sort()).toEqual([
    ['feature/search', 'Last 1 run: 1 failed; the newest failed'],
    ['main', 'Last 4 runs: 2 failed, 2 passed; the newest failed'],
  ]);
  expect(visit.complaints).toEqual([]);
});

test('says so where nothing ran, and where all is green', async () => {
  await open('/?branch=nobody&days=1');
  expect(await textOf('.verdict')).toBe('Is nobody green? Nothing ran in the last 1 day.');
  await visit.page.goto(`${gateway.url}/?branch=release`);
  await visit.page.locator('.verdict.green').waitFor();
  expect(await textOf('.verdict')).toBe('Is release green? Yes. Every suite passed when it last ran.');
  expect(await textOf('section:has(#running-title)')).toBe('Running now 0 Nothing runs.');
  expect(visit.complaints).toEqual([]);
});

test('shows what runs with its progress, and its end without being asked', async () => {
  const [id = ''] = add('Nightly', ['RUNNING'], 'nightly');
  gateway.emulator.patchSession(id, { running: ['a', 'b'], passed: ['c'], failed: [] });
  const asked: string[] = [];
  const page = await open('/?branch=nightly', {}, (body) => asked.push(body));
  expect(await textOf('section:has(#running-title)')).toMatch(
    /^Running now 1 Nightly nightly · 0123456 1 of 3 \d min ago$/,
  );
  gateway.emulator.patchSession(id, {
    status: 'FAILED',
    running: [],
    failed: ['a', 'b'],
    stoppedAt: new Date().toISOString(),
  });
  await page.getByText('Nothing runs.').waitFor();
  await page.locator('.verdict.red').waitFor();
  expect(await textOf('.verdict')).toBe('Is nightly green? No. One suite is red.');
  // A copy of the list says for seconds that the session runs: it is watched once, and the page asks in turn.
  expect(asked.filter((text) => text.includes('subscription'))).toHaveLength(1);
  expect(asked.filter((text) => text.includes('query')).length).toBeLessThan(12);
  expect(visit.complaints).toEqual([]);
});

test('another branch and other days are in the address, which shows the same to whoever gets it', async () => {
  const page = await open();
  await page.getByRole('combobox', { name: 'Branch' }).fill('feature/search');
  await page.keyboard.press('Enter');
  await page.locator('.verdict.red').waitFor();
  await page.getByRole('radio', { name: '7', exact: true }).check({ force: true });
  await expect.poll(() => page.url()).toBe(`${gateway.url}/?branch=feature%2Fsearch&days=7`);
  const first = visit;
  await open('/?branch=feature%2Fsearch&days=7');
  expect(await textOf('.verdict')).toBe('Is feature/search green? No. One suite is red.');
  expect(await visit.page.getByRole('radio', { checked: true }).getAttribute('value')).toBe('7');
  await first.page.goBack();
  await expect.poll(() => first.page.url()).toBe(`${gateway.url}/?branch=feature%2Fsearch`);
  expect([...first.complaints, ...visit.complaints]).toEqual([]);
  await first.page.context().close();
});

test('a refused key opens its fields; it stays in this tab, and out of the address', async () => {
  const page = await open();
  await page.getByText('Key: none').click();
  await page.getByLabel('Checkly API key, or gateway token').fill('cu_0123456789abcdef0123456789abcdef');
  await page.getByLabel('Account id').fill('aaaaaaaa-0000-4000-8000-000000000000');
  await page.getByRole('button', { name: 'Ask with this key' }).click();
  await page
    .getByText('This key was refused: check that it is whole, not revoked, and reaches the account.')
    .waitFor();
  expect(await textOf('[role="alert"]')).toContain('(UNAUTHENTICATED)');
  expect(page.url()).toBe(`${gateway.url}/`);
  expect(await page.evaluate(() => [localStorage.length, document.cookie])).toEqual([0, '']);
  expect(await page.evaluate(() => sessionStorage.getItem('gateway:key'))).toMatch(/^cu_/);
});

test('gives its query away: to GraphiQL, as curl that runs, and as a link', async () => {
  const page = await open('/', { permissions: ['clipboard-read', 'clipboard-write'] });
  const copied = async (name: string): Promise<string> => {
    await page.getByRole('button', { name }).click();
    await page.getByRole('status').filter({ hasText: 'copied.' }).waitFor();
    return page.evaluate(() => navigator.clipboard.readText());
  };
  const curl = await copied('Copy as curl');
  expect(curl).toContain(`curl -s ${gateway.url}/graphql`);
  const body = /-d '([\s\S]*)'$/.exec(curl)?.[1] ?? '';
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: body.replaceAll("'\\''", "'"),
  });
  expect(await response.json()).toMatchObject({
    data: { testSessionStatistics: { total: { passed: 4 } }, running: { nodes: [] } },
  });
  expect(await copied('Copy as typed client code')).toContain(
    'await client.request(document, {"branches":["main"]',
  );
  expect(await copied('Copy link')).toBe(`${gateway.url}/`);
  await page.getByRole('link', { name: 'Open in GraphiQL' }).click();
  await page.getByRole('tab', { name: 'Dashboard', selected: true }).waitFor();
  expect(visit.complaints).toEqual([]);
});

test('is worked with the keyboard alone', async () => {
  const page = await open();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('develop');
  await page.keyboard.press('Tab');
  await page.getByText('Is develop green?').waitFor();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => page.url()).toBe(`${gateway.url}/?branch=develop&days=30`);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('access-key');
  await page.keyboard.press('Escape');
  expect(await page.locator('.access').getAttribute('open')).toBeNull();
});

test.each([
  ['a desktop, light', { colorScheme: 'light' }],
  ['a desktop, dark', { colorScheme: 'dark' }],
  ['a phone, light', { colorScheme: 'light', viewport: { width: 390, height: 844 } }],
  ['a phone, dark', { colorScheme: 'dark', viewport: { width: 390, height: 844 } }],
] as const)('breaks none of the rules of axe, and fits, on %s', async (_screen, settings) => {
  const page = await open('/?branch=', settings);
  expect(await findViolations(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await page.locator('.access > summary').click();
  expect(await findViolations(page)).toEqual([]);
});
