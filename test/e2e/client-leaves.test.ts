/** A client that leaves ends the calls to Checkly that nobody else waits for, in the real runtime: it says so by `request.signal`. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoAccountId, demoKey } from '../../emulator/accounts.ts';
import { type BareGateway, startBareGateway } from '../../scripts/workerd/bare-gateway.ts';

const hanging = 'hanging';
/** An attempt would be given up after ten seconds, a long poll after 35. */
const soonMs = 5_000;

let upstream: Server;
let gateway: BareGateway;
let noteCall: (response: ServerResponse) => void = () => {};

beforeAll(async () => {
  upstream = createServer((request, response) => {
    if (request.url?.includes(hanging) || request.url?.includes('/completion')) noteCall(response);
    else response.end('{"length":0,"entries":[],"nextId":null}');
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  const address = upstream.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  gateway = await startBareGateway({
    vars: {
      CACHE_PARTITION_SECRET: 'for-tests-only-not-a-secret-0000000000000',
      CHECKLY_API_URL: `http://127.0.0.1:${address.port}`,
    },
  });
  // Checkly knows the key, and Yoga is loaded.
  await (await ask('{ testSessions { nodes { id } } }')).text();
  await (await ask('{ nothing }')).text();
});
afterAll(async () => {
  await gateway?.stop();
  upstream?.closeAllConnections();
  upstream?.close();
});

const headers = { authorization: `Bearer ${demoKey}`, 'x-checkly-account': demoAccountId };

function ask(query: string): Promise<Response> {
  return fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
}

/** The returned function resets the connection. */
function open(query: string, accept: string): () => void {
  const { hostname, port } = new URL(gateway.url);
  const socket = connect(Number(port), hostname);
  const lines = Object.entries({ host: 'gateway.example', accept, ...headers }).map((pair) =>
    pair.join(': '),
  );
  socket.write(`GET /graphql?query=${encodeURIComponent(query)} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
  return () => socket.resetAndDestroy();
}

const subscription = (end: number) =>
  `subscription { testSessionCompleted(id: "aaaaaaaa-0000-4000-8000-00000000000${end}") { status } }`;

test.each([
  ['a query', `{ testSessions(filter: { branches: ["${hanging}"] }) { nodes { id } } }`, 'application/json'],
  ['an event stream', subscription(1), 'text/event-stream'],
  ['a multipart stream', subscription(2), 'multipart/mixed;subscriptionSpec=1.0'],
])('%s', async (_what, query, accept) => {
  const called = new Promise<ServerResponse>((resolve) => {
    noteCall = resolve;
  });
  const leave = open(query, accept);
  const response = await called;
  const closed = new Promise<void>((resolve) => response.on('close', resolve));
  const leftAt = performance.now();
  leave();
  await closed;
  expect(performance.now() - leftAt).toBeLessThan(soonMs);
});
