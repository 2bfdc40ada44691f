/** Pages of any origin may ask with a credential they hold; a browser's cookies never go with it. */

import { expect, test } from 'vitest';
import { createTestGateway } from '../support/test-gateway.ts';

const origin = 'https://dashboard.example';

function send(init: RequestInit, vars: Record<string, string> = {}): Promise<Response> {
  return createTestGateway({ vars }).fetch(new Request('https://gateway.example/graphql', init));
}

const query = {
  method: 'POST',
  headers: { origin, 'content-type': 'application/json', cookie: 'session=cu_demo' },
  body: JSON.stringify({ query: '{ __typename }' }),
};

test('a foreign page reads the answer and the request id', async () => {
  const { headers } = await send(query);
  expect([headers.get('access-control-allow-origin'), headers.get('access-control-expose-headers')]).toEqual([
    '*',
    'X-Request-Id, X-Gateway-Version, ETag, Age, Cache-Status, Retry-After, Server-Timing',
  ]);
});

test('no answer allows credentials', async () => {
  const preflight = { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } };
  for (const init of [query, preflight]) {
    expect((await send(init)).headers.get('access-control-allow-credentials')).toBeNull();
  }
});

test('a preflight allows the headers that a reader needs, and may be kept', async () => {
  const asked = 'authorization,content-type,x-checkly-account';
  const headers = {
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': asked,
  };
  const response = await send({ method: 'OPTIONS', headers });
  expect([
    response.status,
    response.headers.get('access-control-allow-headers'),
    response.headers.get('access-control-allow-methods'),
    response.headers.get('access-control-max-age'),
  ]).toEqual([204, asked, 'GET, HEAD, POST', '7200']);
});

test.each([
  [origin, origin],
  ['https://other.example', null],
  ['null', null],
])('with a list of origins, %s may read: %s', async (asking, allowed) => {
  const vars = { CORS_ORIGINS: `https://first.example, ${origin}` };
  for (const method of ['POST', 'OPTIONS']) {
    const headers = { ...query.headers, origin: asking };
    const answer = await send({ ...query, method, headers }, vars);
    expect([method, answer.headers.get('access-control-allow-origin')]).toEqual([method, allowed]);
    expect(answer.headers.get('vary')).toContain('Origin');
  }
});
