/** The demo that `npm start` shows: its sessions come, run and end by a clock that the test moves. */
import { describe, expect, test } from 'vitest';
import { createEmulator } from '../../emulator/emulator.ts';
import { createClient } from '../../emulator/emulator-client.ts';

type Entry = { readonly [field: string]: unknown };

const mondayMs = Date.parse('2026-11-23T00:00:00.000Z');
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

function setUp(startMs: number, seed = 1) {
  const clock = { nowMs: startMs };
  const emulator = createEmulator({ now: () => clock.nowMs, live: true, seed, requestsPerMinute: null });
  const client = createClient(emulator);
  const readAll = async (query = '') =>
    (await client.walk(`limit=100&${query}`)).flatMap((page) => page.entries);
  return { clock, emulator, client, readAll };
}

const timeOf = (value: unknown) => Date.parse(String(value));
const idsOf = (entries: readonly Entry[]) => entries.map(({ id }) => id);

describe('a week of the live demo', () => {
  test('has sessions in each of its hours', async () => {
    const { readAll } = setUp(mondayMs + 7 * dayMs);
    const hours = new Set<number>();
    for (const entry of await readAll(`from=${mondayMs / 1000}`)) {
      hours.add(Math.floor((timeOf(entry.created_at) - mondayMs) / hourMs));
    }
    expect([...hours].filter((hour) => hour < 7 * 24)).toHaveLength(7 * 24);
  });

  test('has a session of today from its first millisecond', async () => {
    const { client, clock } = setUp(mondayMs - 1);
    for (let day = 0; day < 7; day += 1) {
      clock.nowMs = mondayMs + day * dayMs;
      const { entries } = await client.list(`from=${clock.nowMs / 1000}`);
      expect(entries).toMatchObject([{ name: 'Nightly regression', status: 'RUNNING' }]);
    }
  });

  test('never stands still: something runs or has just ended at any time', async () => {
    const { client, clock } = setUp(mondayMs);
    const quietMinutes = { working: 0, other: 0 };
    for (; clock.nowMs < mondayMs + 7 * dayMs; clock.nowMs += 2 * minuteMs) {
      const { entries } = await client.list('limit=20');
      const quiets = entries.map((entry) =>
        entry.status === 'RUNNING' ? 0 : (clock.nowMs - timeOf(entry.stoppedAt)) / minuteMs,
      );
      const time = new Date(clock.nowMs);
      const isWorkingDay = time.getUTCDay() % 6 !== 0 && time.getUTCHours() >= 8 && time.getUTCHours() < 19;
      const kind = isWorkingDay ? 'working' : 'other';
      quietMinutes[kind] = Math.max(quietMinutes[kind], Math.min(...quiets));
    }
    expect(quietMinutes.working).toBeLessThan(8);
    expect(quietMinutes.other).toBeLessThan(13);
  }, 30_000);

  test('tells of commits that break two suites on main, and of the commits that mend them', async () => {
    const { readAll } = setUp(mondayMs + 7 * dayMs);
    const onMain = (await readAll(`branches[]=main&from=${mondayMs / 1000}`)).reverse();
    const breaking = onMain.filter(({ commitMessage }) =>
      /^\w.*passkey \(#\d+\)$/.test(String(commitMessage)),
    );
    const shas = [...new Set(breaking.map(({ commitId }) => commitId))];
    expect(shas.length).toBeGreaterThan(2);
    for (const sha of shas) {
      const sessions = onMain.filter(({ commitId }) => commitId === sha);
      expect(sessions.map(({ name, status }) => [name, status])).toEqual(
        expect.arrayContaining([
          ['Checkout flow', 'FAILED'],
          ['Login & sign-up', 'FAILED'],
          ['Storefront E2E (chromium)', 'PASSED'],
          ['Storefront E2E (webkit)', 'PASSED'],
        ]),
      );
      expect(sessions).toHaveLength(4);
      const fix = onMain.find(
        ({ commitMessage, created_at }) =>
          String(commitMessage).startsWith('Revert "feat(login): sign in with a passkey"') &&
          timeOf(created_at) > timeOf(sessions[0]?.created_at),
      );
      expect(timeOf(fix?.created_at) - timeOf(sessions[0]?.created_at)).toBeLessThan(4 * hourMs);
    }
  });

  test('has a flaky suite: it fails and passes for one commit', async () => {
    const { readAll } = setUp(mondayMs + 7 * dayMs);
    const statuses = new Map<unknown, Set<unknown>>();
    for (const entry of await readAll(`branches[]=main&textSearch=webkit&from=${mondayMs / 1000}`)) {
      statuses.set(entry.commitId, (statuses.get(entry.commitId) ?? new Set()).add(entry.status));
    }
    const flaky = [...statuses.values()].filter((seen) => seen.has('FAILED') && seen.has('PASSED'));
    expect(flaky.length).toBeGreaterThan(20);
  });
});

describe('the list of the live demo', () => {
  test('is the same at the same time, whenever the emulator was started', async () => {
    const early = setUp(mondayMs - 20 * dayMs);
    await early.readAll();
    early.clock.nowMs = mondayMs + 5 * hourMs;
    await early.readAll();
    early.clock.nowMs = mondayMs + 34 * hourMs;
    const late = setUp(mondayMs + 34 * hourMs);
    const entries = await late.readAll();
    expect(entries.length).toBeGreaterThan(2_000);
    expect(await early.readAll()).toEqual(entries);
    expect((await early.client.errorGroups('limit=100')).groups).toEqual(
      (await late.client.errorGroups('limit=100')).groups,
    );
    expect(await setUp(mondayMs + 34 * hourMs, 2).readAll()).not.toEqual(entries);
  });

  test('only grows at its head, and a session keeps its id while it goes on', async () => {
    const { clock, readAll } = setUp(mondayMs + 10 * hourMs + 4 * minuteMs);
    const before = await readAll(`from=${mondayMs / 1000}`);
    clock.nowMs += 20 * minuteMs;
    const after = await readAll(`from=${mondayMs / 1000}`);
    expect(after.length).toBeGreaterThan(before.length);
    expect(idsOf(after).slice(after.length - before.length)).toEqual(idsOf(before));
    const running = before.filter(({ status }) => status === 'RUNNING');
    expect(running.length).toBeGreaterThan(0);
    const ended = after.filter(({ id }) => idsOf(running).includes(id));
    expect(ended.filter(({ status }) => status === 'RUNNING')).toEqual([]);
    for (const entry of ended) expect(timeOf(entry.stoppedAt)).toBeLessThanOrEqual(clock.nowMs);
  });

  test('keeps what the control side did', async () => {
    const { client, clock, emulator } = setUp(mondayMs + 10 * hourMs + 4 * minuteMs);
    const [first] = (await client.list('limit=1')).entries;
    emulator.deleteSession(String(first?.id));
    const [added] = emulator.addSessions([{ name: 'Mine', created_at: '2020-01-01T00:00:00.000Z' }]);
    clock.nowMs += 3 * dayMs;
    expect((await client.get(`/v1/test-sessions/${first?.id}`)).status).toBe(404);
    expect((await client.get(`/v1/test-sessions/${added}`)).status).toBe(200);
  });

  test('is switched on and moved by a reset', async () => {
    const emulator = createEmulator({ now: () => mondayMs, sessions: 0 });
    const client = createClient(emulator);
    const body = { live: true, now: '2030-01-07T00:00:00.000Z' };
    expect((await client.send('POST', '/_emulator/reset', body)).status).toBe(200);
    expect((await client.list('limit=1')).entries).toMatchObject([
      { name: 'Nightly regression', created_at: '2030-01-07T00:00:00.000Z', status: 'RUNNING' },
    ]);
    expect((await client.send('POST', '/_emulator/reset', { live: 1 })).status).toBe(400);
    await client.send('POST', '/_emulator/reset');
    expect((await client.list()).entries).toEqual([]);
  });
});
