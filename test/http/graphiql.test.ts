/** GraphiQL's static files as the Worker hands them out: policy, caching, and what it refuses. */
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { serveGraphiql, serveGraphiqlAsset } from '../../src/http/pages/graphiql.ts';
import { isProblem, type Problem } from '../../src/http/problem.ts';
import { createTestGateway } from '../support/test-gateway.ts';

const assets: unknown = Reflect.get(env, 'ASSETS');
const page = 'https://gateway.example/graphql';

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

const policy =
  "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

test('serves the page under a policy that names its own origin alone', async () => {
  const response = await served(serveGraphiql(new Request(page), getAssets()));
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
  const withoutData = html.replace(/<script id="example-tabs" type="application\/json">[^<]*<\/script>/, '');
  expect(withoutData).not.toMatch(/<script(?![^>]* src=)|<style|\son\w+=|style=/);
});

test('answers 304 to whoever has the page', async () => {
  const first = await served(serveGraphiql(new Request(page), getAssets()));
  const etag = first.headers.get('etag') ?? '';
  const again = new Request(page, { headers: { 'if-none-match': etag } });
  const second = await served(serveGraphiql(again, getAssets()));
  expect([second.status, await second.text()]).toEqual([304, '']);
});

test('lets every file that the page names be kept for ever', async () => {
  const html = await (await served(serveGraphiql(new Request(page), getAssets()))).text();
  const paths = [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map((match) => match[1] ?? '');
  expect(paths).toHaveLength(8);
  for (const path of paths) {
    const response = await served(serveGraphiqlAsset(new Request(new URL(path, page)), getAssets()));
    expect([path, response.status]).toEqual([path, 200]);
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    await response.body?.cancel();
  }
});

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
  await serveGraphiql(new Request(page, { headers }), recorder);
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
])('refuses %s in the form of all errors', async (_what, method, path, status, code, message) => {
  const gateway = createTestGateway({ assets: getAssets() });
  const response = await gateway.fetch(new Request(new URL(path, page), { method }));
  expect([response.status, response.headers.get('content-type'), await response.json()]).toEqual([
    status,
    'application/json',
    { errors: [{ message, extensions: { code, requestId: 'request-1' } }] },
  ]);
});

test('says so when a deployment leaves GraphiQL out', async () => {
  expect(await serveGraphiql(new Request(page), undefined)).toMatchObject({
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
