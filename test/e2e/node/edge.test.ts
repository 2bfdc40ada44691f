/** What the platform does on Workers and the process does by itself: files, compression, bounds, the client's address. */
import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { request } from 'undici';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Gateway, startGateway } from '../../../scripts/start-bundle.ts';

const maxBodyBytes = 128 * 1024;
const html = { accept: 'text/html' };
let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({ vars: { CLIENT_UNITS_PER_MINUTE: '40', TRUSTED_PROXIES: '1' } });
});
afterAll(() => gateway?.close());

let clients = 0;
/** Each from an address of its own, unless it names one. */
async function send(
  path: string,
  options: Parameters<typeof request>[1] & { headers?: Record<string, string> } = {},
) {
  clients += 1;
  const headers = { 'x-forwarded-for': `198.51.100.${clients}`, ...options.headers };
  const {
    statusCode,
    headers: answered,
    body,
  } = await request(`${gateway.url}${path}`, { ...options, headers });
  return { status: statusCode, headers: answered, bytes: Buffer.from(await body.arrayBuffer()) };
}

function ask(query: string, headers: Record<string, string> = {}) {
  return send('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
}

test('shows GraphiQL, and its files for ever, compressed for who takes it', async () => {
  const page = await send('/graphql', { headers: html });
  expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  expect(page.headers['content-security-policy']).toContain("default-src 'none'");
  expect(page.headers.vary).toBe('accept, Accept-Encoding');
  const [, script = ''] = /src="(\/graphiql\/yoga-graphiql\.[^"]+)"/.exec(page.bytes.toString()) ?? [];
  const plain = await send(script);
  expect([plain.status, plain.headers['cache-control']]).toEqual([
    200,
    'public, max-age=31536000, immutable',
  ]);
  expect(plain.headers).not.toHaveProperty('content-encoding');
  const zipped = await send(script, { headers: { 'accept-encoding': 'br, gzip' } });
  expect(zipped.headers['content-encoding']).toBe('gzip');
  expect(zipped.headers['content-length']).toBe(String(zipped.bytes.length));
  expect(gunzipSync(zipped.bytes).equals(plain.bytes)).toBe(true);
  const etag = String(plain.headers.etag);
  const known = await send(script, { headers: { 'if-none-match': etag } });
  expect([known.status, known.headers.etag, known.bytes.length]).toEqual([304, etag, 0]);
});

test.each([
  '/graphiql/nothing.js',
  '/graphiql/../gateway.mjs',
  '/graphiql/%2e%2e/gateway.mjs',
  '/gateway.mjs',
])('there is nothing at %s', async (path) => {
  expect((await send(path)).status).toBe(404);
});

test('answers are compressed for who takes it', async () => {
  const query = '{ testSessions(first: 30) { nodes { id name branch: status } } }';
  const plain = await ask(query);
  const zipped = await ask(query, { 'accept-encoding': 'gzip' });
  expect([plain.headers['content-encoding'], zipped.headers['content-encoding']]).toEqual([
    undefined,
    'gzip',
  ]);
  expect(JSON.parse(gunzipSync(zipped.bytes).toString()).data).toEqual(
    JSON.parse(plain.bytes.toString()).data,
  );
  expect((await ask(query, { 'accept-encoding': 'gzip;q=0' })).headers['content-encoding']).toBeUndefined();
});

test('a body is taken up to its limit and refused one byte past it, with and without a declared length', async () => {
  const toBody = (bytes: number) => {
    const text = JSON.stringify({ query: '{ __typename }' });
    return text + ' '.repeat(bytes - text.length);
  };
  const post = (body: string | Readable) =>
    send('/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  // A stream is sent in chunks, without a length.
  const inChunks = (text: string) => Readable.from(text.match(/.{1,10000}/gs) ?? []);
  const answers = [
    await post(toBody(maxBodyBytes)),
    await post(toBody(maxBodyBytes + 1)),
    await post(inChunks(toBody(maxBodyBytes))),
    await post(inChunks(toBody(maxBodyBytes + 1))),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 413, 200, 413]);
});

test('a client is limited by its address: what it writes itself into the headers counts for nothing', async () => {
  const query = '{ testSessions(first: 1) { nodes { id } } }';
  const spoof = (i: number) => ({
    'cf-connecting-ip': `192.0.2.${i}`,
    'x-forwarded-for': `192.0.2.${i}, 203.0.113.9`,
  });
  const statuses = [];
  for (let i = 0; i < 42; i += 1) statuses.push((await ask(query, spoof(i))).status);
  expect(statuses.slice(0, 40)).toEqual(new Array(40).fill(200));
  expect(statuses.slice(40)).toEqual([429, 429]);
  expect((await ask(query, { 'x-forwarded-for': '203.0.113.10' })).status).toBe(200);
});

test('HEAD is as GET without its body, and an odd address is refused', async () => {
  const head = await send('/health', { method: 'HEAD' });
  expect([head.status, head.bytes.length]).toEqual([200, 0]);
  expect((await send('//elsewhere.example/health')).status).toBe(404);
});
