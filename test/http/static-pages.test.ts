/** The static files of the dashboard and of GraphiQL as the Worker hands them out: policy, caching, and what it refuses. */
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { dashboardPage, graphiqlPage, servePage, servePageFile } from '../../src/http/pages/static-pages.ts';
import { isProblem, type Problem } from '../../src/http/problem.ts';
import { createTestGateway } from '../support/test-gateway.ts';

const assets: unknown = Reflect.get(env, 'ASSETS');
const address = 'https://gateway.example/graphql';

function isFetcher(value: unknown): value is Fetcher {
  return typeof value === 'object' && value !== null && 'fetch' in value;
}

function getAssets(): Fetcher {
  if (!isFetcher(assets)) throw new Error('The tests need the binding ASSETS.');
  return assets;
}

/** @throws Error when it is refused */
async function served(answered: Promise<Response | Problem>): Promise<Response> {
  const answer = await answered;
  if (isProblem(answer)) throw new Error(answer.message);
  return answer;
}

const ownOrigin =
  "default-src 'none'; script-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; ";
const pages = [
  { page: dashboardPage, files: 3, policy: `${ownOrigin}style-src 'self'` },
  {
    page: graphiqlPage,
    files: 8,
    policy: `${ownOrigin}style-src 'self' 'unsafe-inline'; worker-src 'self'; font-src 'self' data:`,
  },
];

test.each(pages)(
  'serves the page at $page.prefix under a policy that names its own origin alone',
  async ({ page, policy }) => {
    const response = await served(servePage(new Request(address), getAssets(), page));
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'no-cache',
      'content-security-policy': policy,
      'content-type': 'text/html; charset=utf-8',
      'cross-origin-opener-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      vary: 'accept',
      'x-content-type-options': 'nosniff',
    });
    const html = await response.text();
    // Links that a person may follow are all that it names of others.
    expect(html.replaceAll(/<a href="https:[^"]+"/g, '')).not.toMatch(/https?:\/\//);
    // No script and no style in the page itself: each has a src or is a link. The examples are data, which runs nowhere.
    const withoutData = html.replace(
      /<script id="example-tabs" type="application\/json">[^<]*<\/script>/,
      '',
    );
    expect(withoutData).not.toMatch(/<script(?![^>]* src=)|<style|\son\w+=|style=/);
  },
);

test.each(pages)('answers 304 to whoever has the page at $page.prefix', async ({ page }) => {
  const first = await served(servePage(new Request(address), getAssets(), page));
  const etag = first.headers.get('etag') ?? '';
  const again = new Request(address, { headers: { 'if-none-match': etag } });
  const second = await served(servePage(again, getAssets(), page));
  expect([second.status, await second.text()]).toEqual([304, '']);
});

test.each(pages)(
  'lets every file that the page at $page.prefix names be kept for ever',
  async ({ page, files }) => {
    const html = await (await served(servePage(new Request(address), getAssets(), page))).text();
    const paths = [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map((match) => match[1] ?? '');
    expect(paths).toHaveLength(files);
    for (const path of paths) {
      const response = await served(servePageFile(new Request(new URL(path, address)), getAssets(), page));
      expect([path, response.status]).toEqual([path, 200]);
      expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      await response.body?.cancel();
    }
  },
);

test('hands no header of the reader to the static files', async () => {
  const seen: Request[] = [];
  const recorder: Fetcher = Object.create(getAssets(), {
    fetch: {
      value: (request: Request) => {
        seen.push(request);
        return getAssets().fetch(request);
      },
    },
  });
  const headers = { authorization: 'Bearer cu_secret', cookie: 'a=b', 'if-none-match': '"x"' };
  await servePage(new Request(address, { headers }), recorder, graphiqlPage);
  expect(seen.map((request) => [...request.headers])).toEqual([[['if-none-match', '"x"']]]);
});

test.each([
  [
    'a file that is not there',
    'GET',
    '/graphiql/no-such-file.js',
    404,
    'NOT_FOUND',
    'GraphiQL has no such file.',
  ],
  [
    'a path that climbs',
    'GET',
    '/graphiql/%2e%2e/%2e%2e/wrangler.toml',
    404,
    'NOT_FOUND',
    'There is nothing here; GraphQL is at /graphql.',
  ],
  [
    'another method',
    'POST',
    '/graphiql/index.html',
    405,
    'METHOD_NOT_ALLOWED',
    'GraphiQL takes GET and HEAD.',
  ],
  [
    "a file that the dashboard hasn't",
    'GET',
    '/dashboard/no-such-file.js',
    404,
    'NOT_FOUND',
    'The dashboard has no such file.',
  ],
])('refuses %s in the form of all errors', async (_what, method, path, status, code, message) => {
  const gateway = createTestGateway({ assets: getAssets() });
  const response = await gateway.fetch(new Request(new URL(path, address), { method }));
  expect([response.status, response.headers.get('content-type'), await response.json()]).toEqual([
    status,
    'application/json',
    { errors: [{ message, extensions: { code, requestId: 'request-1' } }] },
  ]);
});

test('says so when a deployment leaves GraphiQL out', async () => {
  expect(await servePage(new Request(address), undefined, graphiqlPage)).toMatchObject({
    status: 404,
    message: 'This deployment does not include GraphiQL.',
    extensions: { code: 'NOT_FOUND' },
  });
});

test('is switched off by a variable: the page and its files are not there', async () => {
  const gateway = createTestGateway({ vars: { GRAPHIQL: 'off' } });
  const visit = (path: string) =>
    gateway.fetch(new Request(`https://gateway.example${path}`, { headers: { accept: 'text/html,*/*' } }));
  expect((await visit('/graphql')).headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect((await visit('/graphiql/index.html')).status).toBe(404);
});

test('the dashboard is at / for people, and a variable switches it off', async () => {
  const visit = (vars: Record<string, string>, path: string) =>
    createTestGateway({ vars, assets: getAssets() }).fetch(
      new Request(`https://gateway.example${path}`, { headers: { accept: 'text/html,*/*' } }),
    );
  const shown = await visit({}, '/?branch=main&days=7');
  expect([shown.status, shown.headers.get('content-security-policy')]).toEqual([200, dashboardPage.policy]);
  const off = await visit({ DASHBOARD: 'off' }, '/');
  expect([off.status, off.headers.get('location')]).toEqual([302, '/graphql']);
  expect((await visit({ DASHBOARD: 'off' }, '/dashboard/index.html')).status).toBe(404);
});
