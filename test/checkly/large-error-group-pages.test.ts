/** Pages of error groups whose answer is larger than what is read of one: they are asked for again, smaller. */

import { describe, expect, test } from 'vitest';
import { connectionOf } from '../support/answer.ts';
import { type CustomGateway, createCustomGateway } from '../support/custom-gateway.ts';

interface List {
  readonly count: number;
  /** By now: groups grow. */
  kilobytes: number;
}

/** Error groups of some kilobytes each, on numbered pages. */
function createHeavyList(list: List, vars: Readonly<Record<string, string>> = {}): CustomGateway {
  return createCustomGateway(
    ({ url }) => {
      const { searchParams, pathname } = new URL(url);
      const [limit, page] = [
        Number(searchParams.get('limit') ?? list.count),
        Number(searchParams.get('page')),
      ];
      const start = pathname.includes('/projects/') ? 0 : (page - 1) * limit;
      const rows = Array.from({ length: Math.max(0, Math.min(limit, list.count - start)) }, (_, index) => ({
        id: toId(start + index),
        errorHash: 'hash',
        cleanedErrorMessage: 'Error',
        firstSeen: '2026-11-01T00:00:00.000Z',
        lastSeen: '2026-11-24T11:00:00.000Z',
        archivedUntilNextEvent: false,
        rawErrorMessage: 'x'.repeat(list.kilobytes * 1024),
      }));
      return Response.json(rows);
    },
    { vars },
  );
}

const toId = (index: number): string => `eeeeeeee-0000-4000-8000-${String(index).padStart(12, '0')}`;
const ids = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => ({ id: toId(from + i) }));

/** What upstream was asked: limit and page. */
function asked({ calls }: CustomGateway): readonly string[] {
  return calls.map(({ url }) => {
    const { searchParams } = new URL(url);
    return `${searchParams.get('limit')} ${searchParams.get('page')}`;
  });
}

const list = (first: number, after: string | null = null) =>
  `{ testSessionErrorGroups(first: ${first}${after === null ? '' : `, after: "${after}"`}) {
    nodes { id } pageInfo { hasNextPage endCursor } } }`;

/** All of them, `first` at a time. */
async function walk(gateway: CustomGateway, first: number, after: string | null = null): Promise<unknown[]> {
  const seen: unknown[] = [];
  for (let place: string | null = after; ; ) {
    const answer = await gateway.ask(list(first, place));
    expect(answer.errors).toEqual([]);
    const { nodes, pageInfo } = connectionOf(answer, 'testSessionErrorGroups');
    seen.push(...nodes);
    if (pageInfo.hasNextPage !== true) return seen;
    place = pageInfo.endCursor ?? null;
  }
}

describe('a page of error groups above 8 MiB', () => {
  test('is asked for again at 50 rows, and so are those after it, each call counted', async () => {
    const gateway = createHeavyList({ count: 120, kilobytes: 90 });
    const answer = await gateway.ask(list(130));
    const { nodes, pageInfo } = connectionOf(answer, 'testSessionErrorGroups');
    expect([answer.errors, nodes, pageInfo.hasNextPage]).toEqual([[], ids(0, 120), false]);
    expect(asked(gateway)).toEqual(['100 1', '50 1', '50 2', '50 3']);
    expect(answer.extensions.cost).toMatchObject({ upstreamCalls: 4 });
  });

  test('is walked by cursors as if it were not, at ten rows', async () => {
    const gateway = createHeavyList({ count: 35, kilobytes: 500 });
    expect(await walk(gateway, 7)).toEqual(ids(0, 35));
    expect(asked(gateway)).toEqual(['100 1', '50 1', '10 1', '10 1', '10 2', '10 3', '10 4']);
  });

  test('is gone on with after the same row, where it grew since the cursor was made', async () => {
    const world = { count: 95, kilobytes: 1 };
    const gateway = createHeavyList(world);
    const { pageInfo } = connectionOf(await gateway.ask(list(73)), 'testSessionErrorGroups');
    world.kilobytes = 500;
    await gateway.clock.advance(3 * 3_600_000);
    expect(await walk(gateway, 10, pageInfo.endCursor)).toEqual(ids(73, 95));
    expect(asked(gateway)).toEqual(['100 1', '100 1', '50 1', '10 1', '10 8', '10 9', '10 10']);
  });

  test('is an error where one row alone is, at four calls', async () => {
    const gateway = createHeavyList({ count: 3, kilobytes: 9 * 1024 });
    const answer = await gateway.ask('{ testSessionErrorGroups(first: 1) { nodes { id } } }');
    expect([answer.data, answer.errors]).toEqual([
      { testSessionErrorGroups: null },
      [
        {
          message: "Checkly's answer is not what its API promises: it is too large.",
          path: ['testSessionErrorGroups'],
          extensions: { code: 'UPSTREAM_INVALID_RESPONSE' },
        },
      ],
    ]);
    expect(asked(gateway)).toEqual(['100 1', '50 1', '10 1', '1 1']);
  });

  test('keeps its rows where it is not divided by the smaller sizes', async () => {
    const gateway = createHeavyList({ count: 80, kilobytes: 200 }, { UPSTREAM_PAGE_SIZE: '70' });
    const answer = await gateway.ask(list(80));
    expect(connectionOf(answer, 'testSessionErrorGroups').nodes).toEqual(ids(0, 80));
    expect(asked(gateway).slice(0, 3)).toEqual(['70 1', '10 1', '10 2']);
  });

  test('of a project is an error: its route has no pages', async () => {
    const gateway = createHeavyList({ count: 50, kilobytes: 300 });
    const { errors } = await gateway.ask(
      `{ testSessionErrorGroups(first: 1, filter: { projectId: "${toId(1)}" }) { nodes { id } } }`,
    );
    expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_INVALID_RESPONSE' } }]);
    expect(gateway.calls).toHaveLength(1);
  });
});
