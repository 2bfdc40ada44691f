/** A subscription over a real connection: the event arrives, and when the client goes the gateway stops asking. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Gateway, startGateway } from '../../scripts/start-bundle.ts';

const completionRoute = 'GET /v1/test-sessions/{id}/completion';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({ emulator: { sessions: 0 } });
});
afterAll(() => gateway?.close());

/** To the end of a session of its own: what has ended once is answered from the cache. */
function subscribe(signal: AbortSignal): Promise<Response> {
  const [sessionId] = gateway.emulator.addSessions([{ name: 'waited for' }]);
  return fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query: `subscription { testSessionCompleted(id: "${sessionId}") { name } }` }),
    signal,
  });
}

/** Upstream says `times` times, every 200 ms, that the session still runs. */
function keepRunning(times: number): void {
  gateway.emulator.setFaults([{ contains: '/completion', status: 408, delayMs: 200, times }]);
}

function polls(): number {
  return gateway.emulator.stats().requests[completionRoute] ?? 0;
}

test('brings the event once the session has ended, and completes', async () => {
  keepRunning(2);
  const response = await subscribe(AbortSignal.timeout(20_000));
  const text = await response.text();
  expect(text).toContain('event: next\ndata: {"data":{"testSessionCompleted":{"name":"waited for"}}}');
  expect(text.trimEnd().endsWith('event: complete\ndata:')).toBe(true);
  expect(polls()).toBe(3);
});

test('stops asking when the client goes', async () => {
  keepRunning(1000);
  const client = new AbortController();
  const before = polls();
  const response = await subscribe(client.signal);
  const reading = response.text().catch(() => 'gone');
  while (polls() < before + 3) await sleep(20);
  client.abort();
  expect(await reading).toBe('gone');
  await sleep(500);
  const after = polls();
  // The next one was due four seconds after the third.
  await sleep(2_500);
  expect(polls()).toBe(after);
});
