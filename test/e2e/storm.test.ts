/**
 * Storms over real sockets, in the real runtime and through the account's Durable Object: one call, no promise shared
 * between requests, nobody left waiting.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { afterEach, expect, test } from 'vitest';
import { type Gateway, startGateway } from '../../scripts/start-bundle.ts';

const query = '{ testSessions(first: 20) { nodes { id } } }';
/** What the runtime and the gateway write when a request leans on another's, or when the account's object fails. */
const trouble = /different request|I\/O on behalf|hung|never generate a response|cannot be reached/i;
let gateway: Gateway | null = null;

afterEach(async () => {
  await gateway?.close();
  gateway = null;
});

async function ask(url: string, signal?: AbortSignal): Promise<[number, string]> {
  const { statusCode, body } = await request(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
    ...(signal === undefined ? {} : { signal }),
  });
  return [statusCode, await body.text()];
}

test.each(['cache-api', 'none'])(
  'a hundred at once on a cold gateway make one upstream call, with SHARED_CACHE %s',
  async (SHARED_CACHE) => {
    gateway = await startGateway({ vars: { SHARED_CACHE } });
    const { url, emulator, log } = gateway;
    emulator.setFaults([{ match: '/v1', delayMs: 300, times: 1 }]);
    const answers = await Promise.all(Array.from({ length: 100 }, () => ask(url)));
    expect(answers.every(([status, text]) => status === 200 && text.includes('"nodes":[{"id"'))).toBe(true);
    expect(emulator.stats().requests).toEqual({ 'GET /v1/test-sessions': 1 });
    expect(log()).not.toMatch(trouble);
  },
);

test.each(['cache-api', 'none'])(
  'when the client of the first request goes, the others are answered by its call, with SHARED_CACHE %s',
  async (SHARED_CACHE) => {
    gateway = await startGateway({ vars: { SHARED_CACHE } });
    const { url, emulator, log } = gateway;
    emulator.setFaults([{ match: '/v1', delayMs: 1_500, times: 1 }]);
    const leaving = new AbortController();
    const first = ask(url, leaving.signal).catch(() => 'gone');
    while (emulator.stats().recent.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const others = Promise.all(Array.from({ length: 100 }, () => ask(url)));
    // They have to be there when the first one goes, well before its call is answered.
    await sleep(500);
    leaving.abort();
    expect(await first).toBe('gone');
    const answers = await others;
    expect(answers.every(([status, text]) => status === 200 && text.includes('"nodes":[{"id"'))).toBe(true);
    expect(emulator.stats().requests).toEqual({ 'GET /v1/test-sessions': 1 });
    expect(log()).not.toMatch(trouble);
  },
);
