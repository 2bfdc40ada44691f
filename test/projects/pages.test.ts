/** The pages with Relay and Apollo Client, in Chromium, from an origin of their own. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoAccountId, demoKey } from '../../emulator/emulator.ts';
import { launchChromium } from '../../scripts/chromium.ts';
import { findFreePort } from '../../scripts/ports.ts';
import { type Gateway, startGateway } from '../../scripts/start-bundle.ts';
import { openWatchedPage, type WatchedPage } from '../browser/watched-page.ts';
import { type Command, runCommand } from '../e2e/command.ts';
import { root } from '../e2e/documents.ts';

const minuteMs = 60_000;

let gateway: Gateway;
let browser: Browser;
let running: string;
/** Both at once, as somebody who compares them has them. */
const servers = new Map<string, { readonly url: string; readonly command: Command }>();
beforeAll(async () => {
  browser = await launchChromium();
  gateway = await startGateway({ vars: { PUBLIC_ACCESS: undefined }, emulator: { sessions: 0 } });
  const names = Array.from({ length: 11 }, (_, index) => `Suite ${index + 1}`);
  gateway.emulator.addSessions(names.map((name, index) => toSession(name, 'PASSED', 30 - index)));
  // Before anybody has asked: a page that was read without it would be kept.
  [running = ''] = gateway.emulator.addSessions([toSession('Suite 12', 'RUNNING', 1)]);
  for (const name of ['relay', 'apollo']) await serve(name);
});
afterAll(async () => {
  for (const { command } of servers.values()) command.signalForeground('SIGTERM');
  await browser?.close();
  await gateway?.close();
});

function toSession(name: string, status: 'PASSED' | 'RUNNING', minutesAgo: number) {
  const startedAt = new Date(Date.now() - minutesAgo * minuteMs).toISOString();
  return { name, status, created_at: startedAt, startedAt };
}

async function serve(name: string): Promise<void> {
  const port = await findFreePort();
  const command = runCommand('npm', ['run', '--silent', `example:${name}`, '--', '--port', `${port}`], {
    cwd: root,
    env: { VITE_GATEWAY_URL: `${gateway.url}/graphql`, NO_COLOR: '1' },
  });
  servers.set(name, { url: `http://localhost:${port}`, command });
  await command.waitForOutput('Local:');
}

async function openExample(name: string): Promise<WatchedPage> {
  const url = servers.get(name)?.url ?? '';
  const visit = await openWatchedPage(browser, [url, gateway.url]);
  await visit.page.addInitScript(
    ([key, account]) => {
      sessionStorage.setItem('checkly-api-key', `${key}`);
      sessionStorage.setItem('checkly-account-id', `${account}`);
    },
    [demoKey, demoAccountId],
  );
  await visit.page.goto(url);
  return visit;
}

async function readSuites(page: Page, count: number): Promise<string[]> {
  await page
    .locator('li')
    .nth(count - 1)
    .waitFor();
  const lines = await page.locator('li').allTextContents();
  return lines.map((line) => line.replace(/^\S+ /, ''));
}

function suites(from: number, to: number): string[] {
  return Array.from({ length: from - to + 1 }, (_, index) => `PASSED Suite ${from - index}`);
}

test('Relay shows a page, and one more for each press until there is none', async () => {
  const { page, complaints } = await openExample('relay');
  expect(await readSuites(page, 5)).toEqual(['RUNNING Suite 12', ...suites(11, 8)]);
  await page.getByRole('button', { name: 'Show more' }).click();
  expect(await readSuites(page, 10)).toEqual(['RUNNING Suite 12', ...suites(11, 3)]);
  await page.getByRole('button', { name: 'Show more' }).click();
  expect(await readSuites(page, 12)).toEqual(['RUNNING Suite 12', ...suites(11, 1)]);
  expect(await page.getByRole('button').count()).toBe(0);
  expect(complaints).toEqual([]);
});

test('Apollo Client joins the pages, and tells when the session that runs has ended', async () => {
  const { page, complaints } = await openExample('apollo');
  expect(await readSuites(page, 5)).toEqual(['RUNNING Suite 12', ...suites(11, 8)]);
  await page.getByRole('button', { name: 'Show more' }).click();
  expect(await readSuites(page, 10)).toEqual(['RUNNING Suite 12', ...suites(11, 3)]);
  expect(await page.getByRole('status').textContent()).toBe('Waiting for Suite 12…');
  gateway.emulator.patchSession(running, { status: 'PASSED', stoppedAt: new Date().toISOString() });
  await page.getByText('Suite 12 has ended: PASSED').waitFor();
  expect(complaints).toEqual([]);
});
