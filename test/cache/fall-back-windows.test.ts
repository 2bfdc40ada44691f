/** A window of the fall-back must not come from an entry of a time when sessions could still join it. */

import { expect, test } from 'vitest';
import type { PageRow } from '../../src/domain/page.ts';
import type { Connection } from '../../src/pagination/paginate.ts';
import { type CachedWorld, createCachedWorld } from '../support/cached-world.ts';
import { everything } from '../support/walker.ts';

function addAt(world: CachedWorld, time: number): string {
  return world.emulator.addSessions([{ created_at: new Date(time).toISOString() }])[0] ?? '';
}

function firstId({ edges }: Connection<PageRow>): string | null {
  const row = edges[0]?.row;
  return row?.kind === 'session' ? row.session.sessionId : null;
}

test('a second fall-back within the same second sees what came after the first', async () => {
  const world = createCachedWorld({ vars: { SHARED_CACHE: 'none' } });
  const isolate = world.newIsolate();
  const otherIsolate = world.newIsolate();
  const second = world.now();
  const walk = (after: string | null, first = 1, through = isolate) =>
    world.open(through).walk({ filter: everything, first, after });
  const fallBack = async (cursor: string | undefined): Promise<string | null> => {
    world.emulator.setFaults([{ match: '/v1', contains: 'nextId=', status: 400 }]);
    const connection = await walk(cursor ?? null);
    world.emulator.setFaults([]);
    return firstId(connection);
  };

  for (let i = 0; i < 150; i += 1) addAt(world, second - 60_000 - i);
  const anchor = addAt(world, second + 100);
  const fillers = Array.from({ length: 99 }, () => addAt(world, second + 5_000));
  world.pass(200);
  const page = await walk(null, 100);
  expect(page.edges.at(-1)?.row).toMatchObject({ session: { sessionId: anchor } });
  const windowOfTheFirst = await fallBack(page.edges.at(-1)?.cursor());

  const between = addAt(world, second + 300);
  const late = addAt(world, second + 400);
  world.pass(20_000);
  for (let i = 0; i < 99; i += 1) addAt(world, second + 30_000);
  for (const id of fillers) world.emulator.deleteSession(id);
  const laterPage = await walk(null, 100, otherIsolate);
  expect(laterPage.edges.at(-1)?.row).toMatchObject({ session: { sessionId: late } });
  expect(await fallBack(laterPage.edges.at(-1)?.cursor())).toBe(between);
  expect(windowOfTheFirst).not.toBeNull();
});
