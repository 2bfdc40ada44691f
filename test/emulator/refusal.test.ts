import { expect, test, vi } from 'vitest';
import {
  bothKey,
  ConnectionDropped,
  createEmulator,
  demoAccountId,
  demoKey,
  type EmulatorSettings,
  otherAccountId,
  otherKey,
  serviceKey,
} from '../../emulator/emulator.ts';
import { createClient } from '../../emulator/emulator-client.ts';

function setUp(settings: EmulatorSettings = {}) {
  let nowMs = Date.parse('2026-11-24T12:00:00.000Z');
  const sleep = vi.fn(async (ms: number) => {
    nowMs += ms;
  });
  const emulator = createEmulator({ now: () => nowMs, sleep, sessions: 30, ...settings });
  return { emulator, client: createClient(emulator), sleep };
}

function asUser(key: string, accountId?: string): Record<string, string> {
  const account = accountId === undefined ? {} : { 'X-Checkly-Account': accountId };
  return { Authorization: `Bearer ${key}`, ...account };
}

test.each([
  ['no credential', {}, 401],
  ['an unknown key', asUser('cu_nobody', demoAccountId), 401],
  ['another scheme', { Authorization: `Basic ${demoKey}` }, 401],
  ['a user key without an account', asUser(demoKey), 400],
  ['an account that is no UUID', asUser(demoKey, 'demo'), 400],
  ['an account out of reach', asUser(demoKey, otherAccountId), 403],
  ['a service key of another account', asUser(serviceKey, otherAccountId), 403],
  ['a service key without an account', asUser(serviceKey), 200],
  ['a key of two accounts, with one of them', asUser(bothKey, otherAccountId), 200],
])('%s is answered with its status', async (_, headers, status) => {
  const { client } = setUp();
  for (const path of ['/v1/test-sessions', '/v1/test-sessions?limit=1']) {
    expect((await client.get(path, headers)).status).toBe(status);
  }
});

test('refusals have the form of upstream', async () => {
  const { client } = setUp();
  expect((await client.get('/v1/test-sessions', {})).body).toEqual({
    statusCode: 401,
    error: 'Unauthorized',
    message: 'Bad Token',
  });
});

test('a revoked key is refused until the reset', async () => {
  const { client, emulator } = setUp();
  emulator.revokeKey(demoKey);
  expect((await client.list()).status).toBe(401);
  emulator.reset();
  expect((await client.list()).status).toBe(200);
});

test('a session of another account, an unknown one and an unknown error group are not found', async () => {
  const { client } = setUp();
  const [entry] = (await client.list()).entries;
  const other = await client.get(`/v1/test-sessions/${entry?.id}`, asUser(otherKey, otherAccountId));
  expect(other.status).toBe(404);
  expect((await client.get(`/v1/test-sessions/${otherAccountId}`)).status).toBe(404);
  expect((await client.get(`/v1/test-sessions/${otherAccountId}/completion`)).status).toBe(404);
  expect((await client.get(`/v1/test-session-error-groups/${otherAccountId}`)).status).toBe(404);
  expect((await client.get('/v1/test-sessions/not-a-uuid')).status).toBe(400);
  expect((await client.get('/v1/test-session-error-groups/1')).status).toBe(400);
  expect((await client.get('/v1/nothing')).status).toBe(404);
  expect((await client.send('POST', '/v1/test-sessions', {})).status).toBe(404);
});

test('the account route names the account to keys that reach it', async () => {
  const { client } = setUp();
  expect((await client.get(`/next/accounts/${demoAccountId}`)).body).toEqual({
    id: demoAccountId,
    name: 'Demo Account',
  });
  expect((await client.get(`/next/accounts/${otherAccountId}`)).status).toBe(403);
  expect((await client.get('/next/accounts/mine')).status).toBe(400);
});

test('a key has 600 requests in a minute, and no more until the minute is over', async () => {
  const { client, emulator } = setUp();
  for (let count = 0; count < 600; count += 1) expect((await client.list('limit=1')).status).toBe(200);
  const refused = await client.list('limit=1');
  expect(refused.status).toBe(429);
  expect(refused.headers.get('Retry-After')).toBe('60');
  expect((await client.get('/v1/test-sessions', asUser(serviceKey))).status).toBe(200);

  emulator.setFaults([{ delayMs: 59_999, times: 1 }]);
  expect((await client.list()).headers.get('Retry-After')).toBe('1');
  emulator.setFaults([{ delayMs: 1, times: 1 }]);
  expect((await client.list()).status).toBe(200);
});

test('a 429 may come without Retry-After', async () => {
  const { client } = setUp({ requestsPerMinute: 1, retryAfter: false });
  await client.list();
  const refused = await client.list();
  expect([refused.status, refused.headers.get('Retry-After')]).toEqual([429, null]);
});

test('a fault answers what it is told, as often as it is told, where it matches', async () => {
  const { client, emulator } = setUp();
  emulator.setFaults([
    { contains: 'nextId=', status: 400, times: 1 },
    {
      match: '/v1/test-sessions',
      status: 502,
      body: '<html>',
      headers: { 'Content-Type': 'text/html' },
      times: 2,
    },
    { match: '/next', body: { id: 1 } },
  ]);
  expect((await client.list('nextId=x')).body).toEqual({
    statusCode: 400,
    error: 'Bad Request',
    message: 'Bad Request',
  });
  expect((await client.list()).body).toEqual({ text: '<html>' });
  expect((await client.list()).status).toBe(502);
  expect((await client.list()).status).toBe(200);
  expect((await client.get('/next/accounts/x')).body).toEqual({ id: 1 });
  emulator.setFaults([]);
  expect((await client.get('/next/accounts/x')).status).toBe(400);
});

test('a delay is slept, then answered as usual', async () => {
  const { client, emulator, sleep } = setUp();
  emulator.setFaults([{ delayMs: 1_500 }]);
  expect((await client.list()).status).toBe(200);
  expect(sleep.mock.calls.map(([ms]) => ms)).toEqual([1_500]);
});

test('a dropped connection rejects the fetch', async () => {
  const { client, emulator } = setUp();
  emulator.setFaults([{ dropConnection: true }]);
  await expect(client.list()).rejects.toThrow(ConnectionDropped);
});

test('a hang ends when the request is aborted, with its reason', async () => {
  const { emulator } = setUp();
  emulator.setFaults([{ hang: true }]);
  const leaving = new AbortController();
  const request = new Request('http://emulator.test/v1/test-sessions', { signal: leaving.signal });
  const answer = emulator.fetch(request);
  leaving.abort(new Error('enough'));
  await expect(answer).rejects.toThrow('enough');
});
