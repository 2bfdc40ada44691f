import { describe, expect, test } from 'vitest';
import {
  createEmulator,
  demoAccountId,
  type EmulatorSettings,
  otherAccountId,
  otherKey,
} from '../../emulator/emulator.ts';
import { createClient, idsOn } from '../../emulator/emulator-client.ts';

const nowMs = Date.parse('2026-11-24T12:00:00.000Z');

function setUp(settings: EmulatorSettings = {}) {
  const emulator = createEmulator({ now: () => nowMs, sessions: 300, requestsPerMinute: null, ...settings });
  return { emulator, client: createClient(emulator) };
}

describe('the seeded set', () => {
  test('is the same for a seed, and another for another', async () => {
    const first = await setUp().client.list('limit=100');
    expect((await setUp().client.list('limit=100')).body).toEqual(first.body);
    expect(idsOn(await setUp({ seed: 2 }).client.list('limit=100'))).not.toEqual(idsOn(first));
  });

  test('has every status and provider, an unknown provider, and sessions of one second and one millisecond', async () => {
    const { client } = setUp({ sessions: 2_500 });
    const entries = (await client.walk('limit=100')).flatMap((page) => page.entries);
    expect(entries).toHaveLength(2_500);
    const valuesOf = (field: string) => new Set(entries.map((entry) => entry[field]));
    expect(valuesOf('status')).toEqual(new Set(['RUNNING', 'FAILED', 'PASSED', 'CANCELLED', undefined]));
    expect(valuesOf('provider')).toEqual(
      new Set(['GITHUB', 'API', 'VERCEL', 'TRIGGER', 'PW_REPORTER', 'GITLAB_CI']),
    );
    const times = entries.map((entry) => String(entry.created_at));
    expect(new Set(times).size).toBeLessThan(times.length);
    const seconds = new Set(times.map((time) => time.slice(0, 19)));
    expect(seconds.size).toBeLessThan(new Set(times).size);
    expect(times).toEqual([...times].sort().reverse());
  });

  test('has hundreds of failures on main', async () => {
    const pages = await setUp({ sessions: 2_500 }).client.walk('limit=100&statuses[]=FAILED&branches[]=main');
    expect(idsOn(...pages).length).toBeGreaterThan(200);
  });

  test('of one account is not in another', async () => {
    const { client } = setUp();
    const demo = idsOn(await client.list());
    const other = await client.get('/v1/test-sessions', {
      Authorization: `Bearer ${otherKey}`,
      'X-Checkly-Account': otherAccountId,
    });
    expect(other.status).toBe(200);
    expect(JSON.stringify(other.body)).not.toContain(demo[0]);
    expect(JSON.stringify(other.body)).not.toContain(demoAccountId);
  });
});

describe.each(['keyset', 'offset', 'next-id'] as const)('tokens of the kind %s', (tokens) => {
  test.each(['', '&statuses[]=FAILED', '&textSearch=checkout', '&from=1792000000&to=1795500000.5'])(
    'walk the list once, in order: %s',
    async (filter) => {
      const { client } = setUp({ tokens });
      const whole = idsOn(...(await client.walk(`limit=100${filter}`)));
      const pages = await client.walk(`limit=7${filter}`);
      expect(idsOn(...pages)).toEqual(whole);
      expect(pages.slice(0, -1).every((page) => page.body.length === 7)).toBe(true);
      expect(pages.at(-1)?.body.nextId).toBeNull();
    },
  );

  test('are refused with another filter and when garbled, and taken with another limit', async () => {
    const { client } = setUp({ tokens });
    const { nextId } = await client.list('limit=5&branches[]=main&branches[]=develop');
    const statusOf = async (query: string) => (await client.list(query)).status;
    expect(await statusOf(`nextId=${nextId}`)).toBe(400);
    expect(await statusOf(`branches=main&nextId=${nextId}`)).toBe(400);
    expect(await statusOf(`limit=9&branches=develop&branches=main&nextId=${nextId}`)).toBe(200);
    expect(await statusOf(`branches=main&branches=develop&nextId=${nextId?.slice(0, -3)}`)).toBe(400);
    for (const garbage of ['garbage', '%F0%9F%92%A5', 'MQ', '-']) {
      expect(await statusOf(`nextId=${garbage}`)).toBe(400);
    }
  });
});

test('a keyset token goes on after its session is deleted, and a next-id token is refused after its is', async () => {
  for (const tokens of ['keyset', 'next-id'] as const) {
    const { client, emulator } = setUp({ tokens });
    const ids = idsOn(await client.list('limit=10'));
    const { nextId } = await client.list('limit=5');
    emulator.deleteSession(ids[tokens === 'keyset' ? 4 : 5] ?? '');
    const page = await client.list(`limit=5&nextId=${nextId}`);
    if (tokens === 'keyset') expect(idsOn(page)).toEqual(ids.slice(5));
    else expect(page.status).toBe(400);
  }
});

test('a next-id token goes on from a session that no longer matches', async () => {
  const { client, emulator } = setUp({ tokens: 'next-id' });
  const ids = idsOn(await client.list('limit=10&statuses[]=PASSED'));
  const { nextId } = await client.list('limit=5&statuses[]=PASSED');
  emulator.patchSession(ids[5] ?? '', { status: 'FAILED' });
  const page = await client.list(`limit=4&statuses[]=PASSED&nextId=${nextId}`);
  expect(idsOn(page)).toEqual(ids.slice(6));
});

test('an offset token shifts when a session comes at the head, a keyset token does not', async () => {
  for (const tokens of ['offset', 'keyset'] as const) {
    const { client, emulator } = setUp({ tokens });
    const ids = idsOn(await client.list('limit=10'));
    const { nextId } = await client.list('limit=5');
    emulator.addSessions([{}]);
    const [first] = idsOn(await client.list(`limit=5&nextId=${nextId}`));
    expect(first).toBe(ids[tokens === 'offset' ? 4 : 5]);
  }
});

test.each([
  ['null', { length: 100, nextId: null }],
  ['absent', { length: 100 }],
  ['empty-page', { length: 100, nextId: expect.any(String) }],
] as const)('the last page may end with: %s', async (lastPage, expected) => {
  const { client } = setUp({ sessions: 100, lastPage });
  const { entries, ...rest } = (await client.list('limit=100')).body;
  expect(rest).toEqual(expected);
  expect((await client.walk('limit=100')).at(-1)?.entries.length).toBe(lastPage === 'empty-page' ? 0 : 100);
});

describe('filters', () => {
  const at = (second: number) => new Date(nowMs + second * 1000).toISOString();
  const added = [
    { name: 'a', created_at: at(1), branchName: 'main', commitOwner: 'anna', provider: 'GITHUB' },
    { name: 'b', created_at: at(2), status: 'FAILED', commitMessage: 'Größe ändern', _invokerId: 'user-bo' },
    { name: 'c', created_at: at(3), status: 'RUNNING', errorGroupIds: [demoAccountId], commitOwner: 'bo' },
    { name: 'd', created_at: at(3), status: 'CANCELLED', environment: 'Staging', provider: 'GITLAB_CI' },
  ];

  test.each([
    ['', 'abcd'],
    ['statuses[]=FAILED&statuses[]=RUNNING', 'bc'],
    ['statuses=FAILED&statuses=CANCELLED', 'bd'],
    ['branches=main', 'a'],
    ['branches=Main', ''],
    ['providers[]=GITHUB', 'a'],
    ['providers[]=API', 'bc'],
    ['users=anna&users=user-bo', 'ab'],
    ['users=anna&noUsers=true', 'ad'],
    ['noUsers=true', 'abcd'],
    ['textSearch=GR%C3%96SSE', ''],
    ['textSearch=gr%C3%96%C3%9Fe', 'b'],
    ['textSearch=staging', 'd'],
    [`errorGroupId=${demoAccountId}`, 'c'],
    [`from=${nowMs / 1000 + 2}&to=${nowMs / 1000 + 3}`, 'b'],
    [`from=${nowMs / 1000 + 3}`, 'cd'],
    [`to=${nowMs / 1000 + 3}`, 'ab'],
    [`from=${nowMs / 1000 + 3}&to=${nowMs / 1000 + 2}`, ''],
    ['unknown=ignored', 'abcd'],
  ])('%s lets through: %s', async (query, names) => {
    const { client, emulator } = setUp({ sessions: 0 });
    emulator.addSessions(added);
    const { entries } = await client.list(query);
    expect(
      entries
        .map((entry) => entry.name)
        .sort()
        .join(''),
    ).toBe(names);
  });

  test.each([
    'limit=0',
    'limit=101',
    'limit=1.5',
    'limit=',
    'limit=ten',
    'limit=1&limit=2',
    'from=yesterday',
    'to=',
    'statuses=passed',
    'statuses[]=',
    'providers[]=GITLAB_CI',
    'branches=',
    'noUsers=yes',
    'textSearch=ab',
    `textSearch=${'a'.repeat(201)}`,
    `textSearch=${'%F0%9F%98%80'.repeat(201)}`,
    'nextId=',
    'errorGroupId=',
  ])('%s is refused with 400', async (query) => {
    expect((await setUp().client.list(query)).body).toEqual({
      statusCode: 400,
      error: 'Bad Request',
      message: expect.stringContaining(`"${query.split(/[=[]/)[0]}`),
    });
  });

  test.each([
    'limit=1',
    'limit=100',
    'textSearch=abc',
    `textSearch=${'a'.repeat(200)}`,
    `textSearch=${'%F0%9F%98%80'.repeat(200)}`,
  ])('%s is allowed', async (query) => {
    expect((await setUp().client.list(query)).status).toBe(200);
  });
});
