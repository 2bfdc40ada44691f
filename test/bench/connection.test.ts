/** The load generator's own HTTP: whole answers, however they are cut into packets, and whatever says their length. */

import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openConnection, readBody, toRequestBytes } from '../../scripts/workerd/connection.ts';

let server: Server;
let port = 0;
const text = 'Zürich, '.repeat(20_000);

beforeAll(async () => {
  server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    if (incoming.url === '/hang-up') return void incoming.socket.destroy();
    if (incoming.url === '/missing') return void outgoing.writeHead(404, { 'content-length': 0 }).end();
    if (incoming.url === '/length') outgoing.setHeader('content-length', Buffer.byteLength(text));
    for (let i = 0; i < text.length; i += 30_000) outgoing.write(text.slice(i, i + 30_000));
    outgoing.end(incoming.url === '/chunks' ? body : undefined);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address === 'object' && address !== null) port = address.port;
});

afterAll(() => void server.close());

const ask = (path: string, body = '') =>
  toRequestBytes({ method: body === '' ? 'GET' : 'POST', path, headers: {}, body });

test('one connection brings many answers, with a length and in chunks', async () => {
  const connection = await openConnection(port);
  const withLength = await connection.ask(ask('/length'));
  const inChunks = await connection.ask(ask('/chunks', 'größer'));
  const missing = await connection.ask(ask('/missing'));
  connection.close();
  expect([withLength.status, readBody(withLength) === text]).toEqual([200, true]);
  expect([inChunks.status, readBody(inChunks) === `${text}größer`]).toEqual([200, true]);
  expect([missing.status, readBody(missing)]).toEqual([404, '']);
});

test('a connection that the server closes fails the request, and those after it', async () => {
  const connection = await openConnection(port);
  const message = `The server on port ${port} closed the connection.`;
  await expect(connection.ask(ask('/hang-up'))).rejects.toThrow(message);
  await expect(connection.ask(ask('/length'))).rejects.toThrow(`The connection to port ${port} is closed.`);
});
