/** What a reader may send: 128 KiB, declared or not. */

import { expect, test } from 'vitest';
import { readGraphQLRequest } from '../../src/http/graphql/read-request.ts';
import { createTestGateway } from '../support/test-gateway.ts';

const limitBytes = 128 * 1024;
const tooLarge = {
  errors: [
    {
      message: 'A request takes at most 131072 bytes.',
      extensions: { code: 'BAD_USER_INPUT', requestId: 'request-1' },
    },
  ],
};

function bodyOf(bytes: number): string {
  const body = JSON.stringify({ query: '{ __typename }', extensions: { pad: '' } });
  return body.replace('"pad":""', `"pad":"${'x'.repeat(bytes - body.length)}"`);
}

function inChunks(text: string, chunkBytes: number): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  let sent = 0;
  return new ReadableStream({
    pull(controller) {
      if (sent >= bytes.length) return controller.close();
      controller.enqueue(bytes.subarray(sent, sent + chunkBytes));
      sent += chunkBytes;
    },
  });
}

function post(
  body: string | ReadableStream<Uint8Array>,
  headers: Record<string, string> = {},
): Promise<Response> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body };
  return createTestGateway().fetch(new Request('https://gateway.example/graphql', init));
}

const declared = (body: string) => post(body, { 'content-length': String(Buffer.byteLength(body)) });
const undeclared = (body: string) => post(inChunks(body, 1000));

test.each([
  ['of a declared length', declared],
  ['in chunks', undeclared],
])('a body %s is read at the limit, and not one byte past it', async (_case, send) => {
  const atLimit = await send(bodyOf(limitBytes));
  expect([atLimit.status, await atLimit.json()]).toMatchObject([200, { data: { __typename: 'Query' } }]);
  const past = await send(bodyOf(limitBytes + 1));
  expect([past.status, await past.json()]).toEqual([413, tooLarge]);
});

test.each(['x', '-', '1e99', `${limitBytes + 1}`])(
  'a body that declares a length of %s is not read',
  async (length) => {
    expect((await post('{"query":"{ __typename }"}', { 'content-length': length })).status).toBe(413);
  },
);

test('characters count as the bytes they take', async () => {
  const body = JSON.stringify({ query: '{ __typename }', extensions: { pad: 'ü'.repeat(limitBytes / 2) } });
  expect((await undeclared(body)).status).toBe(413);
});

test('an endless body is left once it is too large', async () => {
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 1000;
      controller.enqueue(new Uint8Array(1000));
    },
  });
  const headers = { 'content-type': 'application/json' };
  const request = new Request('https://gateway.example/graphql', { method: 'POST', headers, body: endless });
  const read = await readGraphQLRequest(request, { json: 'application/json', stream: null });
  expect(read).toMatchObject({ kind: 'problem', status: 413 });
  expect(sent).toBeLessThan(limitBytes + 10_000);
});
