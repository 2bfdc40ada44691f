// Who and what the live demo is about: the suites of one shop, the people who push to it, and the commits that
// break it.

import { invokers } from './seed-vocabulary.ts';

export interface Suite {
  readonly name: string;
  /** How many check runs a session of it has. */
  readonly checkCount: number;
  readonly minSeconds: number;
  readonly maxSeconds: number;
}

export const suites = {
  checkout: { name: 'Checkout flow', checkCount: 6, minSeconds: 240, maxSeconds: 360 },
  login: { name: 'Login & sign-up', checkCount: 5, minSeconds: 240, maxSeconds: 300 },
  chromium: { name: 'Storefront E2E (chromium)', checkCount: 11, minSeconds: 300, maxSeconds: 480 },
  /** The flaky one. */
  webkit: { name: 'Storefront E2E (webkit)', checkCount: 9, minSeconds: 330, maxSeconds: 540 },
  search: { name: 'Search and filters', checkCount: 4, minSeconds: 240, maxSeconds: 330 },
  preview: { name: 'Preview deployment', checkCount: 3, minSeconds: 240, maxSeconds: 270 },
  smoke: { name: 'Public API smoke tests', checkCount: 8, minSeconds: 60, maxSeconds: 100 },
  nightly: { name: 'Nightly regression', checkCount: 48, minSeconds: 1_500, maxSeconds: 2_400 },
} as const satisfies Readonly<Record<string, Suite>>;

/** Every push to main runs all of these. */
export const mainSuites: readonly Suite[] = [suites.checkout, suites.login, suites.chromium, suites.webkit];

export const flakyMessage = 'Timed out 5000ms waiting for expect(locator).toBeVisible()';

/** A commit that breaks two suites, until somebody reverts it. */
export interface Story {
  readonly message: string;
  readonly breaks: readonly Suite[];
  readonly error: string;
}

export const stories: readonly Story[] = [
  {
    message: 'feat(cart): show shipping costs before checkout',
    breaks: [suites.checkout, suites.chromium],
    error: 'TypeError: Cannot read properties of undefined (reading "total")',
  },
  {
    message: 'feat(login): sign in with a passkey',
    breaks: [suites.login, suites.checkout],
    error: 'page.goto: net::ERR_CONNECTION_REFUSED at https://shop.example.com/account',
  },
  {
    message: 'refactor(ui): one button for all forms',
    breaks: [suites.login, suites.chromium],
    error: 'Error: strict mode violation: getByRole("button") resolved to 2 elements',
  },
  {
    message: 'chore(deps): bump the payment SDK to 9.0.0',
    breaks: [suites.checkout, suites.login],
    error: 'expect(received).toBe(expected): Expected: 200, Received: 503',
  },
];

export const mainMessages = [
  'fix: retry the payment webhook once',
  'ci: run the smoke tests on every preview',
  'feat(search): list products in stock first',
  'fix(login): keep the cart after signing in',
  'test: wait for the toast and not for half a second',
  'feat: lazy-load the product images',
  'fix: send the receipt once',
  'Übersetzungen für die Kasse ergänzt',
] as const;

export interface Feature {
  readonly branch: string;
  readonly message: string;
  readonly suite: Suite;
  readonly provider: string;
}

export const features: readonly Feature[] = [
  {
    branch: 'feature/new-pricing',
    message: 'feat(pricing): volume discounts in the cart',
    suite: suites.chromium,
    provider: 'GITHUB',
  },
  {
    branch: 'feature/login-redirect',
    message: 'wip: redirect to the page the user came from',
    suite: suites.preview,
    provider: 'VERCEL',
  },
  {
    branch: 'feature/CHK-1290-apple-pay',
    message: 'feat(pay): Apple Pay behind a flag',
    suite: suites.checkout,
    provider: 'GITHUB',
  },
  {
    branch: 'fix/flaky-toast',
    message: 'test: try a longer timeout for the toast',
    suite: suites.search,
    provider: 'PW_REPORTER',
  },
  {
    branch: 'renovate/playwright-monorepo',
    message: 'chore(deps): bump playwright',
    suite: suites.webkit,
    provider: 'GITHUB',
  },
];

export interface Person {
  /** As the commit names them. */
  readonly owner: string;
  readonly invoker: (typeof invokers)[number];
}

const [anna, bo, chidi, dae] = invokers;
export const people: readonly Person[] = [
  { owner: 'anna', invoker: anna },
  { owner: 'bo-l', invoker: bo },
  { owner: 'octocat', invoker: chidi },
  { owner: 'daehyun', invoker: dae },
];
