// The words of the seeded data: names, branches, addresses and commit messages as people really write them.

/** More than five thousand characters: rare, but whoever reads messages must stand it. */
export const longCommitMessage = `refactor(checkout): move every price calculation behind one function

${'The old code rounded in four places, and each of them rounded differently. '.repeat(60)}

${Array.from({ length: 40 }, (_, index) => `- step ${index + 1}: see the ticket CHK-${4100 + index}`).join('\n')}

Co-authored-by: Zoë Müller <zoe@example.com>`;

export const commitMessages = [
  'fix: retry the payment webhook once',
  'feat(cart): show shipping costs before checkout',
  'chore(deps): bump playwright from 1.54.1 to 1.55.0 (#4821)',
  "Merge branch 'main' into feature/new-pricing",
  'Merge pull request #318 from octo/login-redirect\n\nRedirect to the page the user came from',
  'test: wait for the toast and not for half a second',
  'Revert "feat: lazy-load the product images"\n\nThis reverts commit 8d2f0c1.',
  'wip',
  'ci: run the smoke tests on every preview',
  'Übersetzungen für die Kasse ergänzt – „Weiter“ statt „OK“',
  '修复：结账页面在 Safari 上的布局问题',
  'إصلاح اتجاه النص في سلة التسوق',
  '🚀 ship it 👩‍👩‍👧‍👦 (finally) 🎉',
  'Zalgo c̷̛̱o̶͎͝m̵̡̈m̸͙̊i̵̢͒t̶̻̃ with combining marks',
  'fix <script>alert("title")</script> & "quotes" in the product name',
  '   leading spaces, a tab\tand a trailing newline\n',
];

export const sessionNames = [
  'Checkout flow',
  'Storefront E2E (chromium)',
  'Storefront E2E (webkit)',
  'Login & sign-up',
  'Public API smoke tests',
  'Nightly regression',
  'Preview deployment',
  'Search and filters',
  'Kundenkonto – Rückgabe',
  '支払いフロー',
  'Webhooks → orders',
  'My Awesome Project',
];

export const featureBranches = [
  'feature/new-pricing',
  'feature/login-redirect',
  'feature/CHK-1290-apple-pay',
  'feature/größentabelle',
  'feature/検索',
  'fix/flaky-toast',
  'fix/issue-#42',
  'renovate/playwright-monorepo',
  'dependabot/npm_and_yarn/axios-1.12.0',
  'release/2026.11',
  'hotfix/100%-cpu',
  'user/anna/try & error',
];

export const commitOwners = [
  'anna',
  'octocat',
  'Zoë Müller',
  'renovate[bot]',
  'li.wei@example.com',
  'João "Jota" Souza',
  'github-actions[bot]',
];

export const invokers = [
  {
    id: 'a11a0000-0000-4000-8000-000000000001',
    name: 'Anna Berg',
    picture: 'https://avatars.example.com/anna.png',
  },
  { id: 'b0b00000-0000-4000-8000-000000000002', name: 'Bo Lindqvist', picture: null },
  {
    id: 'c41d0000-0000-4000-8000-000000000003',
    name: 'Chidi Okafor',
    picture: 'https://avatars.example.com/chidi.png?s=96',
  },
  { id: 'dae00000-0000-4000-8000-000000000004', name: '김대현', picture: null },
] as const;

/** The shapes of repository addresses, weighted; null where a session has none. */
export const repoUrls = [
  [34, 'https://github.com/acme/storefront'],
  [10, 'https://github.com/acme/storefront.git'],
  [9, 'git@github.com:acme/api.git'],
  [4, 'ssh://git@github.com/acme/api.git'],
  [8, 'https://gitlab.com/acme/web/shop/frontend'],
  [3, 'git@gitlab.com:acme/web/shop/frontend.git'],
  [6, 'https://bitbucket.org/acme/mobile-app'],
  [4, 'https://git.acme.example/platform/gateway'],
  [2, 'ssh://git@git.acme.example:7999/platform/gateway.git'],
  [1, 'javascript:alert(document.domain)'],
  [1, 'not a url at all'],
  [1, 'https://user:secret@github.com/acme/private.git'],
  [1, ''],
  [12, null],
] as const;

export const providers = [
  [40, 'GITHUB'],
  [15, 'API'],
  [12, 'VERCEL'],
  [13, 'TRIGGER'],
  [18, 'PW_REPORTER'],
  [2, 'GITLAB_CI'],
] as const;

export const environments = [
  [34, 'production'],
  [26, 'staging'],
  [20, 'Preview'],
  [4, 'preview – größe-xl'],
  [16, null],
] as const;

export const regions = ['eu-west-1', 'eu-central-1', 'us-east-1', 'us-west-1', 'ap-southeast-2'] as const;

export const checkNames = [
  'Add to cart',
  'Pay with a card',
  'GET /v1/products',
  'Log in with SSO',
  'Homepage loads',
  'Größen wählen',
  'search.spec.ts › finds a product',
] as const;

export const checkTypes = [
  'API',
  'BROWSER',
  'BROWSER',
  'MULTI_STEP',
  'PLAYWRIGHT',
  'PLAYWRIGHT',
  'AGENTIC',
  'URL',
  'TCP',
  'DNS',
] as const;

export const errorMessages = [
  'Timed out 5000ms waiting for expect(locator).toBeVisible()',
  'expect(received).toBe(expected): Expected: 200, Received: 503',
  'page.goto: net::ERR_CONNECTION_REFUSED at https://shop.example.com/',
  'Error: strict mode violation: getByRole("button") resolved to 2 elements',
  'Assertion failed: responseTime < 2000 (was 4312)',
  'TypeError: Cannot read properties of undefined (reading "total")',
] as const;
