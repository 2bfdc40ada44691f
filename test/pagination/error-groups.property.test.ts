/** The connection of error groups over numbered pages that shift between one request and the next. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type {
  ErrorGroup,
  ErrorGroupPage,
  ErrorGroupRow,
  ReadErrorGroupPage,
} from '../../src/domain/error-group.ts';
import { createSign } from '../../src/pagination/cursor.ts';
import { createErrorGroupListing } from '../../src/pagination/error-group-listing.ts';
import { paginate } from '../../src/pagination/paginate.ts';

const now = Date.parse('2026-11-24T12:00:00Z');
const pageSize = 5;

function toRow(id: string): ErrorGroupRow {
  if (id.startsWith('malformed')) return { kind: 'malformed', problem: id, errorGroupId: null };
  const group: ErrorGroup = {
    errorGroupId: id,
    projectId: null,
    environments: null,
    hash: 'h',
    message: id,
    rawMessage: null,
    firstSeen: now,
    lastSeen: now,
    isArchivedUntilNextEvent: false,
    occurrences: [],
    rootCauseAnalyses: [],
    fetchedAt: now,
  };
  return { kind: 'group', group };
}

interface World {
  /** In upstream's order. */
  readonly ids: string[];
  readonly log: number[];
  readonly read: ReadErrorGroupPage;
  page(first: number, after?: string | null): Promise<Page>;
}

interface Page {
  readonly ids: readonly string[];
  readonly cursors: readonly string[];
  readonly endCursor: string | null;
  hasNextPage(): Promise<boolean>;
}

function createWorld(
  ids: string[],
  wrap: (read: ReadErrorGroupPage) => ReadErrorGroupPage = (x) => x,
): World {
  const log: number[] = [];
  const read = wrap(async ({ place }) => {
    const { number, size } = place;
    log.push(number);
    const held = ids.slice((number - 1) * size, number * size);
    return { place, groups: held.map(toRow), isLast: held.length < size, fetchedAt: now };
  });
  const source = { readErrorGroupPage: read, pageSize, accountId: null, sign: createSign('s'), now };
  return {
    ids,
    log,
    read,
    async page(first, after = null) {
      log.length = 0;
      const connection = await paginate(createErrorGroupListing(source, { projectId: null }), {
        first,
        after,
      });
      const cursors = connection.edges.map((edge) => edge.cursor());
      return {
        ids: connection.edges.map(({ row }) => (row.kind === 'group' ? row.group.errorGroupId : row.problem)),
        cursors,
        endCursor: cursors.at(-1) ?? null,
        hasNextPage: () => connection.hasNextPage(),
      };
    },
  };
}

const groups = (count: number) => Array.from({ length: count }, (_, i) => `g${i}`);

interface Plan {
  readonly count: number;
  readonly firsts: readonly number[];
  readonly changes: readonly { readonly inserts: number; readonly deletes: readonly number[] }[];
}

/** An anchor is found again when it moved by two pages down or one up: beyond that, nothing is promised. */
const plans: fc.Arbitrary<Plan> = fc.record({
  count: fc.nat(40),
  firsts: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 5 }),
  changes: fc.array(
    fc.record({ inserts: fc.nat(2 * pageSize), deletes: fc.array(fc.nat(), { maxLength: pageSize }) }),
    { maxLength: 8 },
  ),
});

async function checkWalk({ count, firsts, changes }: Plan): Promise<void> {
  const world = createWorld(groups(count));
  const owed = new Set(world.ids);
  const seen: string[] = [];
  let inserted = 0;
  let after: string | null = null;
  for (let step = 0; ; step += 1) {
    const first = firsts[step % firsts.length] ?? 1;
    const page = await world.page(first, after);
    seen.push(...page.ids);
    const hasNextPage = await page.hasNextPage();
    if (page.ids.length < first) expect(hasNextPage).toBe(false);
    if (!hasNextPage) break;
    after = page.endCursor;
    const change = changes[step];
    if (change === undefined) continue;
    for (const choice of change.deletes) {
      const index = choice % Math.max(1, world.ids.length);
      const id = world.ids[index];
      // What goes together with its anchor is not promised.
      if (id === undefined || id === page.ids.at(-1)) continue;
      world.ids.splice(index, 1);
      owed.delete(id);
    }
    world.ids.unshift(...Array.from({ length: change.inserts }, () => `new${inserted++}`));
  }
  expect(seen.filter((id) => owed.has(id))).toEqual(world.ids.filter((id) => owed.has(id)));
}

test('each group that was there throughout comes exactly once, in order, whatever comes and goes', async () => {
  await fc.assert(fc.asyncProperty(plans, checkWalk), { numRuns: 300 });
}, 60_000);

test('with pages of different ages none is missed while groups only come, though some may repeat', async () => {
  const ages = fc.record({
    count: fc.nat(40),
    kept: fc.array(fc.integer({ min: 1, max: 8 })),
    inserts: fc.array(fc.nat(2 * pageSize), { minLength: 1, maxLength: 6 }),
    first: fc.integer({ min: 1, max: 12 }),
  });
  await fc.assert(
    fc.asyncProperty(ages, async ({ count, kept, inserts, first }) => {
      let time = now - 60_000;
      const entries = new Map<number, ErrorGroupPage>();
      const world = createWorld(groups(count), (read) => async (request, options) => {
        const held = entries.get(request.place.number);
        if (held !== undefined && held.fetchedAt >= options.notBefore) return held;
        const page = { ...(await read(request, options)), fetchedAt: time };
        entries.set(request.place.number, page);
        return page;
      });
      const owed = new Set(world.ids);
      for (const page of kept)
        await world.read({ projectId: null, place: { number: page, size: pageSize } }, { notBefore: 0 });
      const seen: string[] = [];
      let after: string | null = null;
      for (let step = 0; ; step += 1) {
        const page = await world.page(first, after);
        seen.push(...page.ids);
        if (!(await page.hasNextPage())) break;
        after = page.endCursor;
        time += 7_000;
        for (let i = 0; i < (inserts[step] ?? 0); i += 1) world.ids.unshift(`new${step}-${i}`);
      }
      expect([...new Set(seen)].filter((id) => owed.has(id))).toEqual(groups(count));
    }),
    { numRuns: 300 },
  );
}, 60_000);

test('groups that come while pages are read push rows on, and none of them comes twice', async () => {
  const world = createWorld(groups(12), (read) => async (request, options) => {
    const page = await read(request, options);
    if (request.place.number === 1) world.ids.unshift('new1', 'new2', 'new3');
    return page;
  });
  expect((await world.page(20)).ids).toEqual(groups(12));
});

describe('the anchor', () => {
  test('on its own page costs no further page', async () => {
    const world = createWorld(groups(12));
    const first = await world.page(7);
    expect((await world.page(2, first.cursors[5])).ids).toEqual(['g6', 'g7']);
    expect(world.log).toEqual([2]);
  });

  test('is looked for on later pages first, then on the one before', async () => {
    const world = createWorld(groups(30));
    const { endCursor } = await world.page(7);
    world.ids.unshift(...groups(9).map((id) => `new-${id}`));
    expect((await world.page(1, endCursor)).ids).toEqual(['g7']);
    expect(world.log).toEqual([2, 3, 4]);
    world.ids.splice(0, 14);
    expect((await world.page(1, endCursor)).ids).toEqual(['g7']);
    expect(world.log).toEqual([2, 3, 4, 1]);
  });

  test('that is gone is replaced by its index on its page, after three more pages', async () => {
    const world = createWorld(groups(40));
    const { endCursor } = await world.page(7);
    world.ids.splice(6, 1);
    expect((await world.page(2, endCursor)).ids).toEqual(['g7', 'g8']);
    expect(world.log).toEqual([2, 3, 4, 1]);
    const first = await world.page(1);
    world.ids.splice(0, 1);
    expect((await world.page(1, first.endCursor)).ids).toEqual(['g1']);
    expect(world.log).toEqual([1, 2, 3, 4]);
  });
});

test('malformed groups cost their own rows, keep their cursors, and are each given once', async () => {
  const ids = 'malformed1 malformed2 a malformed3 b malformed4 malformed5 c d malformed6 malformed7'.split(
    ' ',
  );
  const world = createWorld(ids);
  const all = await world.page(20);
  expect(all.ids).toEqual(ids);
  for (const [index, cursor] of all.cursors.entries())
    expect((await world.page(20, cursor)).ids).toEqual(ids.slice(index + 1));
});

test('a page read again gives the same cursors', async () => {
  const world = createWorld(groups(12));
  const first = await world.page(12);
  expect((await world.page(12)).cursors).toEqual(first.cursors);
  expect((await world.page(4, first.cursors[2])).cursors).toEqual(first.cursors.slice(3, 7));
});

test('an upstream that gives the same page for every number is an invalid answer', async () => {
  const world = createWorld(
    groups(5),
    (read) => (request, options) => read({ ...request, place: { ...request.place, number: 1 } }, options),
  );
  await expect(world.page(20)).rejects.toMatchObject({ failure: { kind: 'invalid-response' } });
});
