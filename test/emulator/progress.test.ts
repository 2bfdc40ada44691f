import { describe, expect, test } from 'vitest';
import { createEmulator, demoAccountId, demoKey } from '../../emulator/emulator.ts';
import { createClient } from '../../emulator/emulator-client.ts';

const startMs = Date.parse('2026-11-24T12:00:00.000Z');

/** A clock that sleeping moves on, as in life. */
function setUp({ sessions = 200 } = {}) {
  const clock = { nowMs: startMs };
  const emulator = createEmulator({
    now: () => clock.nowMs,
    sleep: async (ms) => {
      clock.nowMs += ms;
    },
    sessions,
  });
  return { clock, emulator, client: createClient(emulator) };
}

describe('a running session', () => {
  test('moves its check runs on until it has ended, and then stays', async () => {
    const { clock, client } = setUp();
    const [running] = (await client.list('limit=1')).entries;
    expect(running).toMatchObject({ status: 'RUNNING', stoppedAt: null });
    const id = String(running?.id);
    const find = async () => (await client.list()).entries.find((entry) => entry.id === id);
    const countOf = (list: unknown) => (Array.isArray(list) ? list.length : 0);
    const total = countOf(running?.running) + countOf(running?.passed) + countOf(running?.failed);

    let left = countOf(running?.running);
    let entry = running;
    for (let step = 0; step < 60 && entry?.status === 'RUNNING'; step += 1) {
      clock.nowMs += 5_000;
      entry = await find();
      expect(countOf(entry?.running)).toBeLessThanOrEqual(left);
      left = countOf(entry?.running);
      const detail = (await client.get(`/v1/test-sessions/${id}`)).body;
      expect(detail).toMatchObject({
        status: entry?.status,
        stoppedAt: entry?.stoppedAt,
        errorGroupIds: entry?.errorGroupIds,
      });
    }
    expect(entry).toMatchObject({ running: [], updated_at: entry?.stoppedAt });
    expect(countOf(entry?.passed) + countOf(entry?.failed) + countOf(entry?.cancelled)).toBe(total);
    clock.nowMs += 86_400_000;
    expect(await find()).toEqual(entry);
  });

  test('leaves the list of the running when it ends', async () => {
    const { clock, client } = setUp();
    const before = (await client.list('statuses[]=RUNNING')).entries.length;
    clock.nowMs += 3_600_000;
    expect(before).toBe(6);
    expect((await client.list('statuses[]=RUNNING')).entries).toEqual([]);
  });
});

describe('the completion route', () => {
  const id = '33333333-3333-4333-8333-333333333333';
  const path = `/v1/test-sessions/${id}/completion`;

  test('answers at once for an ended session', async () => {
    const { clock, client, emulator } = setUp({ sessions: 0 });
    emulator.addSessions([{ id, status: 'FAILED' }]);
    expect((await client.get(path)).body).toMatchObject({ testSessionId: id, status: 'FAILED' });
    expect(clock.nowMs).toBe(startMs);
  });

  test('waits for the end of a running one', async () => {
    const { clock, client, emulator } = setUp({ sessions: 0 });
    emulator.addSessions([{ id, status: 'RUNNING', _endsAt: startMs + 9_900 }]);
    expect((await client.get(path)).body).toMatchObject({ status: 'PASSED' });
    expect(clock.nowMs).toBe(startMs + 10_000);
  });

  test('gives up with 408 after the wait', async () => {
    const { clock, client, emulator } = setUp({ sessions: 0 });
    emulator.addSessions([{ id, status: 'RUNNING' }]);
    expect((await client.get(`${path}?maxWaitSeconds=1.1`)).status).toBe(408);
    expect(clock.nowMs).toBe(startMs + 1_100);
    expect((await client.get(path)).status).toBe(408);
    expect(clock.nowMs).toBe(startMs + 31_100);
    for (const wait of ['0', '31', 'long']) {
      expect((await client.get(`${path}?maxWaitSeconds=${wait}`)).status).toBe(400);
    }
  });
});

describe('the control side', () => {
  const id = '44444444-4444-4444-8444-444444444444';

  test('counts upstream calls by route, and forgets them at a reset', async () => {
    const { client } = setUp();
    await client.list('limit=1');
    await client.get(`/v1/test-sessions/${id}`);
    await client.get(`/next/accounts/${demoAccountId}`, {});
    expect((await client.get('/_emulator/stats', {})).body).toEqual({
      requests: {
        'GET /v1/test-sessions': 1,
        'GET /v1/test-sessions/{id}': 1,
        'GET /next/accounts/{accountId}': 1,
      },
      recent: ['/v1/test-sessions?limit=1', `/v1/test-sessions/${id}`, `/next/accounts/${demoAccountId}`],
    });
    await client.send('POST', '/_emulator/reset');
    expect((await client.get('/_emulator/stats', {})).body).toEqual({ requests: {}, recent: [] });
  });

  test('resets the set and the clock, which goes on from there', async () => {
    const { clock, client, emulator } = setUp();
    await client.send('POST', '/_emulator/reset', { sessions: 3, now: '2030-01-01T00:00:00.000Z' });
    clock.nowMs += 1_000;
    expect(new Date(emulator.now()).toISOString()).toBe('2030-01-01T00:00:01.000Z');
    const { entries } = await client.list();
    expect(entries).toHaveLength(3);
    expect(entries.every((entry) => String(entry.created_at) < '2030')).toBe(true);
  });

  test('adds sessions at their place, changes and deletes them', async () => {
    const { client } = setUp({ sessions: 0 });
    const added = await client.send('POST', '/_emulator/sessions', [
      { id, created_at: '2026-11-01T00:00:00.000Z', status: 'RUNNING', _omit: ['projectId'] },
      { name: 'newer' },
    ]);
    expect(added).toMatchObject({ status: 201, body: { ids: [expect.any(String), id].reverse() } });
    const [newer, older] = (await client.list()).entries;
    expect(newer).toMatchObject({ name: 'newer', status: 'PASSED', created_at: '2026-11-24T12:00:00.000Z' });
    expect(older).not.toHaveProperty('projectId');
    const running = older?.running;
    expect(running).toHaveLength(1);

    await client.send('PATCH', `/_emulator/sessions/${id}`, { status: 'FAILED' });
    expect((await client.list()).entries[1]).toMatchObject({
      status: 'FAILED',
      running: [],
      failed: running,
      stoppedAt: '2026-11-24T12:00:00.000Z',
      updated_at: '2026-11-24T12:00:00.000Z',
    });
    await client.send('PATCH', `/_emulator/sessions/${id}`, { failed: [], cancelled: running });
    expect((await client.get(`/v1/test-sessions/${id}`)).body.status).toBe('CANCELLED');
    expect((await client.list()).entries[1]?.status).toBe('CANCELLED');

    await client.send('DELETE', `/_emulator/sessions/${id}`);
    expect((await client.list()).entries).toHaveLength(1);
    expect((await client.send('DELETE', `/_emulator/sessions/${id}`)).status).toBe(404);
    expect((await client.send('PATCH', `/_emulator/sessions/${id}`, {})).status).toBe(404);
  });

  test('keeps malformed rows as they are given', async () => {
    const { client, emulator } = setUp({ sessions: 0 });
    emulator.addSessions([
      { name: 42, status: 'EXPLODED' },
      { _raw: 'not an entry' },
      { created_at: 'never' },
    ]);
    const { body } = await client.list();
    expect(body).toMatchObject({ length: 3, nextId: null });
    expect(JSON.stringify(body.entries)).toContain('"not an entry"');
    expect(JSON.stringify(body.entries)).toContain('"created_at":"never"');
    expect(JSON.stringify(body.entries)).toContain('"name":42');
  });

  test('answers empty texts as they are given, in the list and in the detail', async () => {
    const { client, emulator } = setUp({ sessions: 0 });
    const commit = { repoUrl: '', commitId: '', commitOwner: '', commitMessage: '', branchName: '' };
    emulator.addSessions([{ id, name: '', ...commit, environment: '' }]);
    expect((await client.list()).entries[0]).toMatchObject({ name: '', ...commit, environment: '' });
    expect((await client.get(`/v1/test-sessions/${id}`)).body).toMatchObject({
      name: '',
      metadata: { ...commit, environment: '' },
    });
  });

  test('makes an error group for every id that an added session names', async () => {
    const { client, emulator } = setUp({ sessions: 0 });
    emulator.addSessions([{ status: 'FAILED', errorGroupIds: [id] }]);
    expect((await client.get(`/v1/test-session-error-groups/${id}`)).body.id).toBe(id);
  });

  test.each([
    ['POST', 'reset', { tokens: 'magic' }],
    ['POST', 'reset', { now: 'noon-ish' }],
    ['POST', 'reset', { sessions: -1 }],
    ['POST', 'reset', []],
    ['POST', 'sessions', [1]],
    ['POST', 'sessions', [{ accountId: id }]],
    ['POST', 'faults', {}],
    ['POST', 'faults', [{ status: 42 }]],
    ['DELETE', 'sessions/%zz', undefined],
  ])('refuses %s %s of %j with 400', async (method, resource, body) => {
    const { client } = setUp({ sessions: 0 });
    expect((await client.send(method, `/_emulator/${resource}`, body)).status).toBe(400);
  });

  test('sets faults and revokes keys', async () => {
    const { client } = setUp();
    await client.send('POST', '/_emulator/faults', [{ match: '/v1', status: 503, times: 1 }]);
    expect((await client.list()).status).toBe(503);
    await client.send('DELETE', `/_emulator/keys/${demoKey}`);
    expect((await client.list()).status).toBe(401);
  });
});
