/** What the platform does not compress, the gateway does, for clients that take it. */

import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { createTestGateway, demoHeaders, type TestIsolate } from '../support/test-gateway.ts';

const query = '{ testSessions(first: 100) { nodes { id name status url createdAt } } }';
const responseType = 'application/graphql-response+json';

function get(gateway: TestIsolate, headers: Record<string, string>, text = query): Promise<Response> {
  const url = `https://gateway.example/graphql?query=${encodeURIComponent(text)}`;
  return gateway.fetch(new Request(url, { headers: { accept: responseType, ...demoHeaders, ...headers } }));
}

const encodingOf = ({ headers }: Response) => headers.get('content-encoding');

async function unpack(response: Response): Promise<unknown> {
  return JSON.parse(gunzipSync(new Uint8Array(await response.arrayBuffer())).toString());
}

test('a large response is compressed, from the cache too, and holds the same', async () => {
  const gateway = createTestGateway();
  const gzip = { 'accept-encoding': 'gzip' };
  const executed = await get(gateway, gzip);
  const fromCache = [await get(gateway, gzip), await get(gateway, gzip)];
  const plain = await get(gateway, {});
  for (const cached of [...fromCache, plain]) {
    expect(cached.headers.get('cache-status')).toMatch(/^gateway-responses; hit/);
    expect(cached.headers.get('etag')).toBe(executed.headers.get('etag'));
  }
  expect([executed, ...fromCache, plain].map(encodingOf)).toEqual(['gzip', 'gzip', 'gzip', null]);
  const { data } = await plain.json<{ data: unknown }>();
  for (const each of [executed, ...fromCache]) {
    expect(each.headers.get('vary')).toBe('Authorization, X-Checkly-Account, Accept, Accept-Encoding');
    expect(await unpack(each)).toMatchObject({ data });
  }
});

test('a compressed response is less than a third of its size, unique ids and all', async () => {
  const gateway = createTestGateway();
  const packed = await (await get(gateway, { 'accept-encoding': 'br, gzip' })).arrayBuffer();
  const plain = await (await get(gateway, {})).arrayBuffer();
  expect(packed.byteLength * 3).toBeLessThan(plain.byteLength);
});

test.each<[string, Record<string, string>, string | null]>([
  ['gzip among others', { 'accept-encoding': 'br;q=1, GZIP;q=0.5' }, 'gzip'],
  ['any coding', { 'accept-encoding': '*' }, 'gzip'],
  ['no coding', {}, null],
  ['another coding', { 'accept-encoding': 'br' }, null],
  ['gzip refused', { 'accept-encoding': 'gzip;q=0, *' }, null],
  ['nonsense', { 'accept-encoding': ';;q=,gzip;q=x' }, null],
  ['a type that the platform compresses', { 'accept-encoding': 'gzip', accept: 'application/json' }, null],
])('%s', async (_case, headers, encoding) => {
  expect(encodingOf(await get(createTestGateway(), headers))).toBe(encoding);
});

test('the client counts, where the platform has put its own header into the request', async () => {
  const url = `https://gateway.example/graphql?query=${encodeURIComponent(query)}`;
  const headers = { accept: responseType, 'accept-encoding': 'br, gzip', ...demoHeaders };
  const request = new Request(url, { headers, cf: { clientAcceptEncoding: 'identity' } });
  expect(encodingOf(await createTestGateway().fetch(request))).toBeNull();
});

test('a small response is not compressed', async () => {
  const response = await get(createTestGateway(), { 'accept-encoding': 'gzip' }, '{ __typename }');
  expect([encodingOf(response), (await response.json<{ data: unknown }>()).data]).toEqual([
    null,
    { __typename: 'Query' },
  ]);
});

test('HEAD says what GET would', async () => {
  const url = `https://gateway.example/graphql?query=${encodeURIComponent(query)}`;
  const headers = { accept: responseType, 'accept-encoding': 'gzip', ...demoHeaders };
  const response = await createTestGateway().fetch(new Request(url, { method: 'HEAD', headers }));
  expect([response.status, encodingOf(response), (await response.arrayBuffer()).byteLength]).toEqual([
    200,
    'gzip',
    0,
  ]);
});
