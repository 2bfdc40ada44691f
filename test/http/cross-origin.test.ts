/** Pages of any origin may ask with a credential they hold; a browser's cookies never go with it. */

import { expect, test } from 'vitest';
import { createTestGateway } from '../support/test-gateway.ts';

const origin = 'https://dashboard.example';

function send(init: RequestInit): Promise<Response> {
  return createTestGateway().fetch(new Request('https://gateway.example/graphql', init));
}

const query = {
  method: 'POST',
  headers: { origin, 'content-type': 'application/json', cookie: 'session=cu_demo' },
  body: JSON.stringify({ query: '{ __typename }' }),
};

test('a foreign page reads the answer and the request id', async () => {
  const { headers } = await send(query);
  expect([origin, '*']).toContain(headers.get('access-control-allow-origin'));
  expect(headers.get('access-control-expose-headers')).toContain('X-Request-Id');
});

test('no answer allows credentials', async () => {
  const preflight = { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } };
  for (const init of [query, preflight]) {
    expect((await send(init)).headers.get('access-control-allow-credentials')).toBeNull();
  }
});

test('a preflight allows the headers that a reader needs', async () => {
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
  ]).toEqual([204, asked, 'POST']);
});
