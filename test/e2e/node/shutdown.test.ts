/** The end of the process: what is under way is answered, and nothing keeps it for longer than it was told. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type EmulatorServer, startEmulator } from '../../../emulator/server.ts';
import { findFreePort } from '../../../scripts/ports.ts';
import { nodeBundle } from '../../../scripts/start-bundle.ts';
import { createDemoVars } from '../../../scripts/start-mode.ts';
import { type NodeBundle, startNodeBundle } from '../../../scripts/start-node-bundle.ts';

let upstream: EmulatorServer;
let gateway: NodeBundle | null = null;

beforeEach(async () => {
  upstream = await startEmulator({ port: 0, host: '127.0.0.1', sessions: 20 });
});
afterEach(async () => {
  await gateway?.stop();
  gateway = null;
  await upstream.close();
});

async function start(vars: Record<string, string>): Promise<NodeBundle> {
  gateway = await startNodeBundle({
    bundle: nodeBundle,
    port: await findFreePort(),
    vars: { ...createDemoVars(upstream.url), ...vars },
  });
  return gateway;
}

async function ask(url: string, query: string, accept = 'application/json'): Promise<string> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify({ query }),
  });
  return response.text();
}

async function waitForCalls(count: number): Promise<void> {
  while (upstream.emulator.stats().recent.length < count) await sleep(10);
}

const query = '{ testSessions(first: 1) { nodes { status } } }';

test('on SIGTERM it is not ready any more, answers what is under way, ends subscriptions, and goes', async () => {
  const { url, signal, exited } = await start({ DRAIN_SECONDS: '1' });
  expect((await fetch(`${url}/ready`)).status).toBe(200);
  const [id] = upstream.emulator.addSessions([{ name: 'waited for' }]);
  upstream.emulator.setFaults([
    { contains: '/completion', hang: true },
    { match: '/v1/test-sessions', delayMs: 2_000 },
  ]);
  const subscription = ask(
    url,
    `subscription { testSessionCompleted(id: "${id}") { id } }`,
    'text/event-stream',
  );
  await waitForCalls(1);
  const slow = ask(url, query);
  await waitForCalls(2);

  signal('SIGTERM');
  const events = await subscription;
  expect(events).toMatch(/^event: next\ndata: .*"code":"UPSTREAM_TIMEOUT"/m);
  expect(events.trimEnd().endsWith('event: complete\ndata:')).toBe(true);
  const ready = await fetch(`${url}/ready`);
  expect([ready.status, ready.headers.get('connection')]).toEqual([503, 'close']);
  expect(await ready.json()).toMatchObject({ status: 'not ready' });
  expect(JSON.parse(await slow)).toMatchObject({ data: { testSessions: { nodes: [{}] } } });
  expect(await exited).toBe(0);
  await expect(fetch(url)).rejects.toThrow();
});

test('what is under way for too long is cut off', async () => {
  const { url, signal, exited, output } = await start({ SHUTDOWN_SECONDS: '1' });
  upstream.emulator.setFaults([{ match: '/v1', hang: true }]);
  const hanging = ask(url, query).catch(() => 'cut off');
  await waitForCalls(1);
  signal('SIGTERM');
  expect(await hanging).toBe('cut off');
  expect(await exited).toBe(0);
  expect(output.text()).toContain('what is under way is cut off');
});

test('a second signal ends it at once', async () => {
  const { url, signal, exited } = await start({ SHUTDOWN_SECONDS: '600' });
  upstream.emulator.setFaults([{ match: '/v1', hang: true }]);
  const hanging = ask(url, query).catch(() => 'cut off');
  await waitForCalls(1);
  signal('SIGTERM');
  while ((await fetch(`${url}/ready`).catch(() => null)) !== null) await sleep(20);
  signal('SIGINT');
  expect([await exited, await hanging]).toEqual([1, 'cut off']);
});

test.each([
  ['PORT', 'many', 'PORT holds "many"; it takes a whole number from 0 to 65535.'],
  ['LISTEN_ADDRESS', 'localhost', 'LISTEN_ADDRESS holds "localhost"'],
  ['CACHE_PARTITION_SECRET', 'short', 'CACHE_PARTITION_SECRET holds a secret of 5 characters'],
])('does not start with a wrong %s', async (name, value, message) => {
  await expect(start({ [name]: value })).rejects.toThrow(message);
});
