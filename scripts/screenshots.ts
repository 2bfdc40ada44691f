/**
 * `npm run screenshots`: the pictures of the docs, `docs/pictures/*.png`, of the bundle that would be deployed with the
 * live demo behind it, as a visitor sees them. The demo goes by the clock, so no two runs give the same picture.
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
  /** Resolves when the page shows what the picture is of. */
  show(page: Page): Promise<void>;
}

/** Sharp on a dense screen, and still a small file. */
const desktop = { viewport: { width: 1280, height: 860 }, deviceScaleFactor: 1.5 };
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };

const pictures: readonly Picture[] = [
  {
    name: 'dashboard',
    path: '/',
    settings: { ...desktop, colorScheme: 'light' },
    show: showDashboard,
  },
  {
    name: 'dashboard-phone',
    path: '/',
    settings: { ...phone, colorScheme: 'dark' },
    show: showDashboard,
  },
  {
    name: 'graphiql',
    path: '/graphql',
    settings: { ...desktop, colorScheme: 'light' },
    show: showGraphiql,
  },
  {
    name: 'graphiql-phone',
    path: '/graphql',
    settings: { ...phone, colorScheme: 'dark' },
    show: showGraphiql,
  },
];

async function showDashboard(page: Page): Promise<void> {
  await page.locator('main[aria-busy="false"] .verdict h1').waitFor();
}

async function showGraphiql(page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'RedOnMain' }).waitFor();
  await page.getByRole('button', { name: /^Execute query/ }).click();
  await page.locator('.result-window').getByText('"FAILED"').first().waitFor();
  // Away from the button, which would show its name.
  await page.mouse.move(0, 0);
}

async function take(browser: Browser, url: string, { name, path, settings, show }: Picture): Promise<void> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...settings });
  try {
    const page = await context.newPage();
    await page.goto(`${url}${path}`);
    await show(page);
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    const file = resolve(directory, `${name}.png`);
    await page.screenshot({ path: file, animations: 'disabled' });
    console.log(file);
  } finally {
    await context.close();
  }
}

await mkdir(directory, { recursive: true });
await buildWorker();
const gateway = await startGateway({ emulator: { live: true } });
try {
  const browser = await launchChromium();
  try {
    for (const picture of pictures) await take(browser, gateway.url, picture);
  } finally {
    await browser.close();
  }
} finally {
  await gateway.close();
}
