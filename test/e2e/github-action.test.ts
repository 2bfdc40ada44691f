/** The GitHub Action, run as its action.yml says, against the gateway and a stand-in of GitHub's comments. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { demoAccountId, demoKey } from '../../emulator/emulator.ts';
import { toMarkdown } from '../../examples/github-action/markdown.ts';
import type { Report } from '../../examples/github-action/report.ts';
import { type Gateway, startGateway } from '../../scripts/start-bundle.ts';
import { runCommand } from './command.ts';
import { readText, root } from './documents.ts';
import { type GithubApi, githubToken, startGithubApi } from './github-api.ts';

const directory = `${root}/examples/github-action`;
const action = readText('examples/github-action/action.yml');
const path = '/repos/acme/storefront/issues/7/comments';
const commits = {
  none: '0000000000000000000000000000000000000a01',
  green: 'c0ffee0123456789c0ffee0123456789c0ffee01',
  red: 'c0ffee1123456789c0ffee0123456789c0ffee02',
  odd: 'c0ffee2123456789c0ffee0123456789c0ffee03',
};
const bot = { login: 'github-actions[bot]' };

let gateway: Gateway;
let github: GithubApi;
beforeAll(async () => {
  github = await startGithubApi(path);
  gateway = await startGateway({ vars: { PUBLIC_ACCESS: undefined } });
});
afterAll(() => Promise.all([gateway?.close(), github?.close()]));
beforeEach(() => Object.assign(github, { comments: [], asked: [], refusal: null }));

/** @param given inputs in place of the usual ones */
async function runAction(
  given: Readonly<Record<string, string>> = {},
): Promise<{ exit: unknown; output: string }> {
  const inputs: Readonly<Record<string, string>> = {
    'gateway-url': `${gateway.url}/graphql`,
    'checkly-api-key': demoKey,
    'checkly-account-id': demoAccountId,
    commit: commits.none,
    'pull-request': '7',
    'github-token': githubToken,
    'comment-author': bot.login,
    ...given,
  };
  const env = [...action.matchAll(/^ +(\w+): \$\{\{ inputs\.([\w-]+) \}\}$/gm)];
  expect(env.map(([, , name]) => name).sort()).toEqual(Object.keys(inputs).sort());
  const command = runCommand('bash', ['-euc', /run: (.+)/.exec(action)?.[1] ?? ''], {
    cwd: '/',
    env: {
      ...Object.fromEntries(env.map(([, variable = '', name = '']) => [variable, inputs[name] ?? ''])),
      GITHUB_ACTION_PATH: directory,
      GITHUB_API_URL: github.url,
      GITHUB_REPOSITORY: 'acme/storefront',
    },
  });
  return { exit: await command.exit(), output: command.output() };
}

function toSession(commitId: string, name: string, minute: number, status: string) {
  return {
    name,
    status,
    commitId,
    created_at: `2026-03-01T10:${minute}:00.000Z`,
    startedAt: `2026-03-01T10:${minute}:00.000Z`,
    stoppedAt: status === 'RUNNING' ? null : `2026-03-01T10:${minute + 1}:05.000Z`,
  };
}

function bodies(): readonly string[] {
  return github.comments.map(({ body }) => body);
}

test('says that there is no session, and updates the comment once there are some', async () => {
  expect(await runAction()).toEqual({ exit: 0, output: 'The comment on #7 is created: 0 sessions.\n' });
  expect(bodies()).toEqual([
    `<!-- checkly-test-sessions -->\n### Checkly test sessions of <code>0000000</code>\n\nThere is none among the newest 900 sessions.`,
  ]);

  const ids = gateway.emulator.addSessions([
    toSession(commits.green, 'Cart', 10, 'FAILED'),
    toSession(commits.green, 'Cart', 12, 'PASSED'),
    toSession(commits.green, 'Login', 14, 'PASSED'),
    toSession(commits.green, 'Pay', 16, 'RUNNING'),
  ]);
  const link = (id: string | undefined) =>
    `https://app.checklyhq.com/accounts/${demoAccountId}/test-sessions/${id}`;
  expect(await runAction({ commit: commits.green })).toEqual({
    exit: 0,
    output: 'The comment on #7 is updated: 4 sessions.\n',
  });
  expect(github.asked).toEqual([
    `GET ${path}?per_page=100&page=1`,
    `POST ${path}`,
    `GET ${path}?per_page=100&page=1`,
    'PATCH /repos/acme/storefront/issues/comments/1',
  ]);
  expect(bodies()).toEqual([
    `<!-- checkly-test-sessions -->
### Checkly test sessions of <code>c0ffee0</code>

| Session | Status | Check runs | Duration |
| --- | --- | --- | --- |
| [<code>Pay</code>](${link(ids[3])}) | ⏳ running | 0 of 1 passed |  |
| [<code>Login</code>](${link(ids[2])}) | ✅ passed | 1 of 1 passed | 1 min 5 s |
| [<code>Cart</code>](${link(ids[1])}) | ✅ passed | 1 of 1 passed | 1 min 5 s |
| [<code>Cart</code>](${link(ids[0])}) | ❌ failed | 0 of 1 passed | 1 min 5 s |`,
  ]);
});

test('names the suites whose newest session failed', async () => {
  gateway.emulator.addSessions([
    toSession(commits.red, 'Pay', 20, 'PASSED'),
    toSession(commits.red, 'Pay', 22, 'FAILED'),
    { ...toSession(commits.red, 'Cart', 24, 'FAILED'), failed: ['a', 'b'], passed: ['c'] },
  ]);
  await runAction({ commit: commits.red });
  expect(bodies()[0]).toMatch(
    /\n\n\*\*Failed suites:\*\* <code>Cart<\/code> \(2 of 3\), <code>Pay<\/code> \(1 of 1\)$/,
  );
});

test('a name is text, whatever is in it, and a long one is cut', async () => {
  gateway.emulator.addSessions([
    toSession(commits.odd, '<img src=x>| @octocat `#1`\n\n# [a](https://b.example) \\|', 30, 'FAILED'),
    toSession(commits.odd, '😀'.repeat(120), 32, 'PASSED'),
  ]);
  await runAction({ commit: commits.odd });
  const [body = ''] = bodies();
  expect(body.split('\n').filter((line) => line.startsWith('|'))).toHaveLength(4);
  expect(body).toContain(`<code>${'😀'.repeat(100)}…</code>`);
  const shown = body.slice(body.indexOf('**Failed'));
  expect(shown).toBe(
    '**Failed suites:** <code>&#60;img src&#61;x&#62;&#124; &#64;octocat &#96;&#35;1&#96; ' +
      '&#35; &#91;a&#93;&#40;https&#58;&#47;&#47;b&#46;example&#41; &#92;&#124;</code> (1 of 1)',
  );
  expect(body).not.toContain('@octocat');
});

test('finds its comment on a later page, and leaves those of others alone', async () => {
  const others = Array.from({ length: 230 }, (_, i) => ({
    id: i + 1,
    body: i === 3 ? '<!-- checkly-test-sessions --> mine!' : `No. ${i}`,
    user: { login: 'somebody' },
  }));
  const own = { id: 231, body: '<!-- checkly-test-sessions -->\nOld.', user: bot };
  github.comments = [...others, own];
  expect((await runAction()).exit).toBe(0);
  expect(github.asked.map((line) => line.split(/[?&]/).at(-1))).toEqual([
    'page=1',
    'page=2',
    'page=3',
    'PATCH /repos/acme/storefront/issues/comments/231',
  ]);
  expect(bodies().slice(0, -1)).toEqual(others.map(({ body }) => body));
  expect(bodies().at(-1)).toContain('There is none among');
});

test.each([
  ['checkly-api-key', ''],
  ['checkly-api-key', 'half\nof a key'],
  ['github-token', ''],
  ['gateway-url', ''],
  ['gateway-url', 'checkly.example.com'],
  ['commit', ''],
  ['commit', 'main'],
  ['pull-request', ''],
  ['pull-request', '7/../8'],
])('with %s as "%s" it fails by name, and asks nobody', async (name, value) => {
  const { exit, output } = await runAction({ [name]: value });
  expect(exit).toBe(1);
  expect(output).toMatch(
    new RegExp(`^::error title=Checkly test sessions::${name} is (missing|not)\\b.+\\n$`),
  );
  if (value !== '') expect(output).not.toContain(value);
  expect(github.asked).toEqual([]);
});

test('what the gateway refuses is told, and no comment is written', async () => {
  const { exit, output } = await runAction({ 'checkly-api-key': 'cu_wrong' });
  expect(exit).toBe(1);
  expect(output).toMatch(/^::error [^\n]+The gateway answered \d+: [^\n]*\n$/);
  expect(output).not.toContain('cu_wrong');
  expect(github.asked).toEqual([]);
});

test('what GitHub refuses is one line without the token, and no command', async () => {
  github.refusal = `no ${githubToken}\n::warning::50%`;
  const { exit, output } = await runAction();
  expect(exit).toBe(1);
  expect(output).toBe(
    `::error title=Checkly test sessions::GitHub answered 403 to GET issues/7/comments: {"message":"no ***\\n::warning::50%25"}\n`,
  );
});

test('tells what it does not show', () => {
  const session = { name: 'Cart', status: null, durationMs: null, counts: null, url: 'javascript:alert(1)' };
  const searched = { sessions: 40, complete: true };
  const shown = (nodes: Report['nodes'], hasNextPage: boolean) =>
    toMarkdown({ nodes, pageInfo: { hasNextPage }, searched }, commits.none).split('\n\n').slice(1);
  expect(shown([], false)).toEqual(['There is none.']);
  expect(shown([session, null], true)).toEqual([
    expect.stringMatching(/\n\| <code>Cart<\/code> \| unknown \| {2}\| {2}\|$/),
    "1 more could not be read: Checkly's record is malformed.",
    'There are older ones.',
  ]);
});

test('the README pins actions as the workflows of this project do', () => {
  const pinned = [...readText('examples/github-action/README.md').matchAll(/uses: (actions\/.+)/g)];
  expect(pinned.length).toBeGreaterThan(0);
  const workflow = readText('.github/workflows/ci.yml');
  for (const [, action] of pinned) expect(workflow).toContain(`uses: ${action}`);
});
