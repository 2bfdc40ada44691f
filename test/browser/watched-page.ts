/** A page that remembers everything that went wrong in it, and everything it asked of an origin that is not named. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

export interface WatchedPage {
  readonly page: Page;
  /** Console errors and warnings, uncaught errors, failed requests, 4xx and 5xx answers, foreign addresses. */
  readonly complaints: string[];
}

/**
 * @param origins the page's own, and those that it may ask
 * @param settings of the browser, such as the size of its window; default: 1440 by 900
 */
export async function openWatchedPage(
  browser: Browser,
  origins: readonly string[],
  settings: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const complaints: string[] = [];
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...settings });
  const isForeign = (url: URL) => url.protocol.startsWith('http') && !origins.includes(url.origin);
  // Nothing leaves for another origin, not even to be refused.
  await context.route(isForeign, (route) => route.abort());
  const page = await context.newPage();
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  page.on('requestfailed', (request) => {
    // The browser itself gives up what is under way when the page is left.
    const wasLeft = request.failure()?.errorText === 'net::ERR_ABORTED';
    if (!wasLeft) complaints.push(`failed: ${request.url()}`);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (isForeign(url)) complaints.push(`foreign: ${url.href}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`HTTP ${response.status()}: ${response.url()}`);
  });
  // Every violation of the policy, also one that prints nothing.
  await page.exposeFunction('reportViolation', (text: string) => complaints.push(`policy: ${text}`));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const report: unknown = Reflect.get(globalThis, 'reportViolation');
      if (typeof report === 'function') report(`${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  return { page, complaints };
}
