/** Cursors are a function of what they point at: not of when a page was read, nor in which isolate. */

import { expect, test } from 'vitest';
import { createEmulator } from '../../emulator/emulator.ts';
import type { ReadPage } from '../../src/domain/page.ts';
import { createSign } from '../../src/pagination/cursor.ts';
import { paginate } from '../../src/pagination/paginate.ts';
import { createSessionListing } from '../../src/pagination/session-listing.ts';
import { connectionOf } from '../support/answer.ts';
import { createTestGateway } from '../support/test-gateway.ts';
import { createEmulatorHost, createWalker, everything } from '../support/walker.ts';

const startMs = Date.parse('2026-11-24T12:00:00Z');

function createWorld(count: number) {
  let now = startMs;
  const emulator = createEmulator({ now: () => now, sessions: 0, requestsPerMinute: null });
  const times = Array.from({ length: count }, (_, i) => new Date(startMs - 1000 - i * 1000).toISOString());
  const ids = emulator.addSessions(times.map((time) => ({ created_at: time })));
  return {
    emulator,
    ids,
    pass: (ms: number) => {
      now += ms;
    },
    newWalker: (wrap?: (read: ReadPage) => ReadPage) =>
      createWalker(
        createEmulatorHost(emulator, () => now),
        wrap,
      ),
  };
}

test('the same page read again, later and elsewhere, gives the same cursors', async () => {
  const world = createWorld(250);
  const first = await world.newWalker().page({ first: 130 });
  world.pass(7 * 60_000);
  const again = await world.newWalker().page({ first: 130 });
  expect(again.cursors).toEqual(first.cursors);
});

test('so does a page under a filter that hides sessions, and one that `after` leads to', async () => {
  const world = createWorld(250);
  const filter = { ...everything, statuses: ['PASSED' as const] };
  for (const id of world.ids) world.emulator.patchSession(id, { status: 'PASSED' });
  const after = (await world.newWalker().page({ filter, first: 30 })).endCursor;
  const first = await world.newWalker().page({ filter, first: 150, after });
  world.pass(90_000);
  const again = await world.newWalker().page({ filter, first: 150, after });
  expect(again.cursors).toEqual(first.cursors);
});

test('sessions that come at the head leave the cursors of a page that still holds them as they were', async () => {
  const world = createWorld(50);
  const first = await world.newWalker().page({ first: 20 });
  world.emulator.addSessions([{ created_at: new Date(startMs).toISOString() }]);
  const again = await world.newWalker().page({ first: 21 });
  expect(again.cursors.slice(1)).toEqual(first.cursors);
});

test('a rolling range keeps its cursors within the minute', async () => {
  const world = createWorld(50);
  const filter = { ...everything, createdWithinMs: 3_600_000 };
  const first = await world.newWalker().page({ filter, first: 20 });
  world.pass(59_000);
  expect((await world.newWalker().page({ filter, first: 20 })).cursors).toEqual(first.cursors);
});

test('two isolates that fetched a list at different times answer with the same text, cursors included', async () => {
  const gateway = createTestGateway({ emulator: { sessions: 300 } });
  const query = '{ testSessions(first: 120) { edges { cursor } pageInfo { startCursor endCursor } } }';
  const first = connectionOf(await gateway.ask(query));
  await gateway.clock.advance(20_000);
  const second = connectionOf(await gateway.newIsolate().ask(query));
  expect(second).toEqual(first);
});

test('a page is sealed once, and the beginning of the next page once; without cursors nothing is', async () => {
  const world = createWorld(450);
  let seals = 0;
  const sign = (bytes: Uint8Array) => {
    seals += 1;
    return createSign('s')(bytes);
  };
  let readPage: ReadPage | null = null;
  await world
    .newWalker((read) => {
      readPage = read;
      return read;
    })
    .page({ first: 0 });
  if (readPage === null) throw new Error('no way to read pages');
  const source = { readPage, pageSize: 100, accountId: null, sign: createSign('s'), now: startMs };
  const listing = createSessionListing(source, everything);
  const connection = await paginate(
    { ...listing, owner: { ...listing.owner, sign } },
    { first: 400, after: null },
  );
  expect(seals).toBe(0);
  for (const edge of connection.edges) edge.cursor();
  for (const edge of connection.edges) edge.cursor();
  expect(seals).toBe(8);
});
