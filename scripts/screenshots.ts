/**
 * `npm run screenshots`: the pictures of the documentation, in `docs/pictures/`: the built gateway in the machine's own
 * Chromium, with the live emulator behind it.
 */
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { buildWorker } from './build-worker.ts';
import { launchChromium } from './chromium.ts';
import { startGateway } from './start-bundle.ts';

const directory = resolve(import.meta.dirname, '../docs/pictures');

interface Picture {
  readonly name: string;
  readonly path: string;
  readonly settings: BrowserContextOptions;
  /** Waits for what the picture is to show. */
  prepare(page: Page): Promise<void>;
}

const desk = { width: 1280, height: 1240 };
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 };

const pictures: readonly Picture[] = [
  {
    name: 'dashboard',
    path: '/',
    settings: { viewport: desk, colorScheme: 'light' },
    prepare: awaitDashboard,
  },
  {
    name: 'dashboard-dark',
    path: '/?branch=',
    settings: { viewport: desk, colorScheme: 'dark' },
    prepare: awaitDashboard,
  },
  {
    name: 'dashboard-phone',
    path: '/',
    settings: { ...phone, colorScheme: 'dark' },
    prepare: awaitDashboard,
  },
  {
    name: 'graphiql',
    path: '/graphql',
    settings: { viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
    async prepare(page) {
      await page.getByRole('tab', { name: 'RedOnMain' }).waitFor();
      await page.getByRole('button', { name: /^Execute query/ }).click();
      await page.locator('.result-window').getByText('"FAILED"').first().waitFor();
    },
  },
];

async function awaitDashboard(page: Page): Promise<void> {
  await page.locator('h1').waitFor();
  // What the lists leave of it: charts are drawn after the text.
  await page.locator('.chart canvas').nth(1).waitFor();
}

async function take(
  browser: Browser,
  origin: string,
  { name, path, settings, prepare }: Picture,
): Promise<void> {
  const context = await browser.newContext(settings);
  const page = await context.newPage();
  await page.goto(origin + path);
  await prepare(page);
  await page.screenshot({ path: resolve(directory, `${name}.png`) });
  await context.close();
  console.log(`wrote docs/pictures/${name}.png`);
}

await mkdir(directory, { recursive: true });
await buildWorker();
const gateway = await startGateway({ emulator: { live: true } });
const browser = await launchChromium();
try {
  for (const picture of pictures) await take(browser, gateway.url, picture);
} finally {
  await browser.close();
  await gateway.close();
}
