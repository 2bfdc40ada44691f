/**
 * `npm run screenshots`: the pictures of the docs, `docs/pictures/*.png`, of the bundle that would be deployed with the
 * live demo behind it, as a visitor sees them. The demo goes by the clock, so no two runs give the same picture.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { buildWorker } from './build-worker.ts';
import { launchChromium } from './chromium.ts';
import { tellBreakingCommit } from './screenshot-story.ts';
import { startGateway } from './start-bundle.ts';

const directory = resolve(import.meta.dirname, '../docs/pictures');

interface Picture {
  readonly name: string;
  readonly path: string;
  readonly settings: BrowserContextOptions;
  /** From head to foot, and not what the window holds. */
  readonly isWhole?: boolean;
  /** Resolves when the page shows what the picture is of. */
  show(page: Page): Promise<void>;
}

const maxAttempts = 6;
const betweenMs = 1_000;

/** Sharp on a dense screen, and still a small file. */
const desktop = { viewport: { width: 1280, height: 860 }, deviceScaleFactor: 1.5 };
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };

const pictures: readonly Picture[] = [
  {
    name: 'dashboard',
    path: '/',
    settings: { ...desktop, colorScheme: 'light' },
    isWhole: true,
    show: showDashboard,
  },
  {
    name: 'dashboard-dark',
    path: '/?branch=',
    settings: { ...desktop, colorScheme: 'dark' },
    isWhole: true,
    show: showDashboard,
  },
  { name: 'dashboard-phone', path: '/', settings: { ...phone, colorScheme: 'dark' }, show: showDashboard },
  { name: 'graphiql', path: '/graphql', settings: { ...desktop, colorScheme: 'light' }, show: showGraphiql },
  {
    name: 'graphiql-phone',
    path: '/graphql',
    settings: { ...phone, colorScheme: 'dark' },
    show: showGraphiql,
  },
];

async function showDashboard(page: Page): Promise<void> {
  await page.locator('h1').waitFor();
  // Drawn after the text.
  await page.locator('.chart canvas').nth(1).waitFor();
}

async function showGraphiql(page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'RedOnMain' }).waitFor();
  await page.getByRole('button', { name: /^Execute query/ }).click();
  await page.locator('.result-window').getByText('"FAILED"').first().waitFor();
  // Away from the button, which would show its name.
  await page.mouse.move(0, 0);
}

async function take(browser: Browser, url: string, picture: Picture): Promise<void> {
  const { name, path, settings, show } = picture;
  const context = await browser.newContext({ reducedMotion: 'reduce', ...settings });
  try {
    const page = await context.newPage();
    await page.goto(`${url}${path}`);
    await show(page);
    const file = resolve(directory, `${name}.png`);
    await writeFile(file, await takeWhenStill(page, picture.isWhole));
    console.log(`wrote docs/pictures/${name}.png`);
  } finally {
    await context.close();
  }
}

/** Fonts, colours and scroll bars come and go after the content: two pictures in a row that are alike are the page. */
async function takeWhenStill(page: Page, fullPage = false): Promise<Buffer> {
  let last: Buffer = Buffer.alloc(0);
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const picture = await page.screenshot({ animations: 'disabled', fullPage });
    if (picture.equals(last)) return picture;
    last = picture;
    await sleep(betweenMs);
  }
  // Something on it moves by itself, such as a session that runs.
  return last;
}

await mkdir(directory, { recursive: true });
await buildWorker();
const gateway = await startGateway({ emulator: { live: true } });
try {
  await tellBreakingCommit(gateway.emulator);
  const browser = await launchChromium();
  try {
    for (const picture of pictures) await take(browser, gateway.url, picture);
  } finally {
    await browser.close();
  }
} finally {
  await gateway.close();
}
