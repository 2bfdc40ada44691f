/** What a connection costs upstream, and how it finds its way when upstream's tokens fail it. */

import { describe, expect, test } from 'vitest';
import { createEmulator, type SessionInput } from '../../emulator/emulator.ts';
import { connectionOf } from '../support/answer.ts';
import { createTestGateway } from '../support/test-gateway.ts';
import { createEmulatorHost, createWalker, everything } from '../support/walker.ts';

const startMs = Date.parse('2026-11-24T12:00:00Z');

function createWorld(count: number, secondsApart = 1) {
  const emulator = createEmulator({ now: () => startMs, sessions: 0, requestsPerMinute: null });
  const times = Array.from({ length: count }, (_, i) => startMs - 1000 - i * secondsApart * 1000);
  const ids = emulator.addSessions(times.map((time) => ({ created_at: new Date(time).toISOString() })));
  const walker = createWalker(createEmulatorHost(emulator, () => startMs));
  return { emulator, ids, walker };
}

function callsOf(emulator: ReturnType<typeof createEmulator>): number {
  return emulator.stats().requests['GET /v1/test-sessions'] ?? 0;
}

describe('upstream calls', () => {
  test.each([
    [1, 1],
    [100, 1],
    [101, 2],
    [250, 3],
    [500, 5],
  ])('first: %i from the head costs %i calls', async (first, calls) => {
    const { emulator, walker } = createWorld(700);
    const page = await walker.page({ first });
    expect(page.ids).toHaveLength(first);
    expect(callsOf(emulator)).toBe(calls);
  });

  test('going on from a page boundary does not read the page before again', async () => {
    const { emulator, ids, walker } = createWorld(300);
    const first = await walker.page({ first: 100 });
    const second = await walker.page({ first: 100, after: first.endCursor });
    expect(second.ids).toEqual(ids.slice(100, 200));
    expect(callsOf(emulator)).toBe(2);
  });

  test('hasNextPage costs one call more only when a page is exactly used up and a token remains', async () => {
    const { emulator, walker } = createWorld(200);
    const first = await walker.page({ first: 100 });
    expect(callsOf(emulator)).toBe(1);
    expect(await first.hasNextPage()).toBe(true);
    expect(callsOf(emulator)).toBe(2);
    const inside = await walker.page({ first: 50 });
    expect(await inside.hasNextPage()).toBe(true);
    expect(callsOf(emulator)).toBe(3);
    const last = await walker.page({ first: 100, after: first.endCursor });
    expect(await last.hasNextPage()).toBe(false);
    expect(callsOf(emulator)).toBe(4);
  });

  test('first: 0 costs none until hasNextPage is asked', async () => {
    const { emulator, walker } = createWorld(1);
    const page = await walker.page({ first: 0 });
    expect([page.ids, callsOf(emulator)]).toEqual([[], 0]);
    expect([await page.hasNextPage(), callsOf(emulator)]).toEqual([true, 1]);
  });

  test('after the end there is nothing, at no cost', async () => {
    const { emulator, walker } = createWorld(3);
    const all = await walker.page({ first: 10 });
    const beyond = await walker.page({ first: 10, after: all.endCursor });
    expect(beyond.ids).toEqual([]);
    expect(await beyond.hasNextPage()).toBe(false);
    expect(callsOf(emulator)).toBe(1);
  });

  test('five aliases of the same field, and pages they share, cost one call each', async () => {
    const gateway = createTestGateway();
    const answer = await gateway.ask(`{
      a: testSessions(first: 5) { nodes { id } } b: testSessions(first: 5) { nodes { name } }
      c: testSessions(first: 50) { edges { cursor } } d: testSessions(first: 100) { nodes { id } }
      e: testSessions(first: 1) { nodes { id } pageInfo { hasNextPage } } }`);
    expect(answer.errors).toEqual([]);
    expect(connectionOf(answer, 'd').nodes).toHaveLength(100);
    expect(gateway.emulator.stats().requests).toEqual({ 'GET /v1/test-sessions': 1 });
  });
});

describe('the fall-back window', () => {
  test('goes on after a session that a hundred new ones pushed off its page', async () => {
    const { emulator, ids, walker } = createWorld(150);
    const first = await walker.page({ first: 50 });
    emulator.addSessions(
      Array.from({ length: 120 }, () => ({ created_at: new Date(startMs).toISOString() })),
    );
    const second = await walker.page({ first: 100, after: first.endCursor });
    expect(second.ids).toEqual(ids.slice(50));
    expect(emulator.stats().recent.at(-2)).toContain(`to=${startMs / 1000 - 49}`);
  });

  test('goes on after the time of a session that was deleted', async () => {
    const { emulator, ids, walker } = createWorld(150);
    const first = await walker.page({ first: 50 });
    emulator.deleteSession(ids[49] ?? '');
    const second = await walker.page({ first: 10, after: first.endCursor });
    expect(second.ids).toEqual(ids.slice(50, 60));
  });

  test.each([400, 404, 410, 422])('goes on when upstream answers a token with %i', async (status) => {
    const { emulator, ids, walker } = createWorld(250);
    const first = await walker.page({ first: 100 });
    emulator.setFaults([{ match: '/v1/test-sessions?limit=100&nextId', status }]);
    const second = await walker.page({ first: 100, after: first.endCursor });
    expect(second.ids).toEqual(ids.slice(100, 200));
  });

  test.each([401, 402, 403, 429, 500])('does not hide an answer of %i', async (status) => {
    const { emulator, walker } = createWorld(250);
    const first = await walker.page({ first: 100 });
    emulator.setFaults([{ match: '/v1', status, headers: { 'retry-after': '60' } }]);
    await expect(walker.page({ first: 100, after: first.endCursor })).rejects.toThrow("Checkly's API");
  });

  test('finds its place among more sessions of one second than a page holds', async () => {
    const { emulator, walker } = createWorld(0);
    const sessions = (count: number, time: number): SessionInput[] =>
      Array.from({ length: count }, () => ({ created_at: new Date(time).toISOString() }));
    emulator.addSessions(sessions(230, startMs - 5000));
    emulator.addSessions(sessions(20, startMs - 9000));
    const all = await walker.page({ first: 500 });
    const first = await walker.page({ first: 215 });
    emulator.addSessions(sessions(300, startMs - 1000));
    emulator.setFaults([{ match: '/v1/test-sessions?limit=100&nextId', status: 400 }]);
    const second = await walker.page({ first: 500, after: first.endCursor });
    expect(second.ids).toEqual(all.ids.slice(215));
  });

  test('gives up with a clear error when tokens lead in a circle', async () => {
    const { emulator, walker } = createWorld(250);
    const body = { length: 0, entries: [], nextId: 'again' };
    emulator.setFaults([{ match: '/v1', status: 200, body }]);
    await expect(walker.page({ first: 10 })).rejects.toMatchObject({ failure: { kind: 'invalid-response' } });
  });
});

describe('malformed entries', () => {
  const raw = (id: number): SessionInput => ({
    created_at: new Date(startMs - id * 1000).toISOString(),
    _raw: { id },
  });

  test('cost their own rows, keep their cursors, and are each given once', async () => {
    const { emulator, walker } = createWorld(0);
    const good = (second: number): SessionInput => ({
      created_at: new Date(startMs - second * 1000).toISOString(),
    });
    emulator.addSessions([raw(1), raw(2), good(3), raw(4), raw(5), good(6), raw(7)]);
    const all = await walker.page({ first: 10 });
    expect(all.ids.map((id) => id === null)).toEqual([true, true, false, true, true, false, true]);
    for (const [index, cursor] of all.cursors.entries()) {
      const rest = await walker.page({ first: 10, after: cursor });
      expect(rest.ids).toEqual(all.ids.slice(index + 1));
    }
  });
});

describe('ranges', () => {
  test('are exact to the millisecond, though upstream knows seconds, and first is still filled', async () => {
    const { emulator, walker } = createWorld(0);
    const at = (time: number): SessionInput => ({ created_at: new Date(time).toISOString() });
    const [, b, c] = emulator.addSessions([
      at(startMs - 100),
      at(startMs - 400),
      at(startMs - 700),
      at(startMs - 900),
    ]);
    const range = { fromMs: startMs - 700, toMs: startMs - 100 };
    const page = await walker.page({ filter: { ...everything, ...range }, first: 2 });
    expect(page.ids).toEqual([b, c]);
    expect(await page.hasNextPage()).toBe(false);
  });

  test('a rolling range starts at a whole minute and stays where it was on page two', async () => {
    const gateway = createTestGateway();
    const query = `query ($after: String) { testSessions(filter: {createdWithin: "PT48H"}, first: 3, after: $after) { pageInfo { endCursor } } }`;
    await gateway.clock.advance(12_345);
    const first = connectionOf(await gateway.ask(query));
    await gateway.clock.advance(3_600_000);
    await gateway.ask(query, { variables: { after: first.pageInfo.endCursor } });
    const from = Date.parse('2026-11-22T12:00:00Z') / 1000;
    expect(gateway.emulator.stats().recent).toEqual([
      `/v1/test-sessions?limit=100&from=${from}`,
      `/v1/test-sessions?limit=100&from=${from}`,
    ]);
  });
});
