/** Automatic persisted queries: a hash in place of a text, over POST and GET. */

import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { readAnswer } from '../support/answer.ts';
import { createTestGateway, demoHeaders, type TestGateway } from '../support/test-gateway.ts';

const query = '{ testSessions(first: 1) { nodes { sessionId } } }';

function extensionsOf(text: string): string {
  const sha256Hash = createHash('sha256').update(text).digest('hex');
  return JSON.stringify({ persistedQuery: { version: 1, sha256Hash } });
}

function post(gateway: TestGateway, body: string): Promise<Response> {
  return gateway.fetch(
    new Request('https://gateway.example/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...demoHeaders },
      body,
    }),
  );
}

function get(gateway: TestGateway, params: Record<string, string>): Promise<Response> {
  const url = `https://gateway.example/graphql?${new URLSearchParams(params)}`;
  return gateway.fetch(new Request(url, { headers: { accept: 'application/json', ...demoHeaders } }));
}

test('an unknown hash asks for the text; once it came, the hash is enough, also over GET', async () => {
  const gateway = createTestGateway();
  const unknown = await readAnswer(await get(gateway, { extensions: extensionsOf(query) }));
  expect(unknown.errors[0]).toMatchObject({
    message: 'PersistedQueryNotFound',
    extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' },
  });
  const registered = await readAnswer(
    await post(gateway, `{"query":"${query}","extensions":${extensionsOf(query)}}`),
  );
  expect(registered.errors).toEqual([]);
  const known = await readAnswer(await get(gateway, { extensions: extensionsOf(query) }));
  expect(known.data).toEqual(registered.data);
});

test('a hash answered once is answered whole the next time', async () => {
  const gateway = createTestGateway();
  await post(gateway, `{"query":"${query}","extensions":${extensionsOf(query)}}`);
  await get(gateway, { extensions: extensionsOf(query) });
  const again = await get(gateway, { extensions: extensionsOf(query) });
  expect(again.headers.get('cache-status')).toMatch(/^gateway-responses; hit/);
});

test('a text whose hash is another is refused, and not remembered', async () => {
  const gateway = createTestGateway();
  const wrong = await readAnswer(
    await post(gateway, `{"query":"{ __typename }","extensions":${extensionsOf(query)}}`),
  );
  expect(wrong.errors[0]?.extensions.code).toBe('PERSISTED_QUERY_MISMATCH');
  const still = await readAnswer(await get(gateway, { extensions: extensionsOf(query) }));
  expect(still.errors[0]?.extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND');
});
