/** Walks over rows that repeat, rows that cannot be decoded, and tokens that count rows. */

import { describe, expect, test } from 'vitest';
import { demoAccountId } from '../../emulator/accounts.ts';
import { required } from '../checkly/entries.ts';
import { connectionOf } from '../support/answer.ts';
import { createTestGateway, type TestGateway, testStart } from '../support/test-gateway.ts';

const at = (second: number): string => new Date(testStart - second * 1000).toISOString();

/** A session's row as upstream sends it, recorded so many seconds ago. */
const row = (id: string, second: number, more: object = {}) => ({
  ...required,
  accountId: demoAccountId,
  id,
  name: id,
  created_at: at(second),
  ...more,
});
const bad = { region: 7 };

/** A gateway whose upstream has one page, of what `rows` gives. */
function createOnePage(rows: () => readonly unknown[]): TestGateway {
  return createTestGateway({
    vars: { SHARED_CACHE: 'none' },
    between: ({ url }) => {
      const to = Number(new URL(url).searchParams.get('to') ?? Number.POSITIVE_INFINITY) * 1000;
      const entries = rows().filter((entry) => !(Date.parse(String(Object(entry).created_at)) >= to));
      return Response.json({ length: entries.length, entries, nextId: null });
    },
  });
}

interface Step {
  readonly names: readonly unknown[];
  readonly after: string | null;
}

async function step({ ask }: Pick<TestGateway, 'ask'>, first: number, after: string | null): Promise<Step> {
  const answer = await ask(
    'query ($first: Int, $after: String) { testSessions(first: $first, after: $after) { edges { cursor node { name } } } }',
    { variables: { first, after } },
  );
  const { edges } = connectionOf(answer);
  return { names: edges.map(({ node }) => node?.name ?? null), after: edges.at(-1)?.cursor ?? null };
}

async function walk(gateway: TestGateway, first: number, start: string | null = null): Promise<unknown[]> {
  const seen: unknown[] = [];
  let after = start;
  for (let steps = 0; steps < 30; steps += 1) {
    const { names, after: next } = await step(gateway, first, after);
    if (next === null) return seen;
    seen.push(...names);
    after = next;
  }
  throw new Error(`no end after ${JSON.stringify(seen)}`);
}

describe.each([1, 2, 3, 100])('in steps of %d', (first) => {
  test('rows that stand twice on a page are each given once', async () => {
    const twice = ['x0', 'x1', 'x2', 'x3'].flatMap((id, second) => [row(id, second), row(id, second)]);
    expect(
      await walk(
        createOnePage(() => twice),
        first,
      ),
    ).toEqual(['x0', 'x1', 'x2', 'x3']);
  });

  test('malformed rows that stand twice are, too, and not beside a good one of their id', async () => {
    const rows = [
      row('a', 1, bad),
      row('a', 1, bad),
      row('b', 2),
      row('c', 3, bad),
      row('c', 3),
      row('d', 4),
    ];
    expect(
      await walk(
        createOnePage(() => rows),
        first,
      ),
    ).toEqual([null, 'b', 'c', 'd']);
  });
});

describe('after a malformed row that has an id', () => {
  const rows = [row('1', 1, bad), row('2', 2, bad), row('3', 3), row('4', 4)];

  test.each([
    ['with sessions added at the head', [row('0', 0), ...rows], ['3', '4']],
    ['which is good by now', [row('0', 0), row('1', 1), row('2', 2), ...rows.slice(2)], ['3', '4']],
    ['which is gone', [row('0', 0), ...rows.slice(2)], ['3', '4']],
    ['with those around it gone', [row('0', 0), row('2', 2, bad), row('4', 4)], ['4']],
  ])('a walk goes on, %s', async (_case, later, rest) => {
    let now = rows;
    const gateway = createOnePage(() => now);
    const { names, after } = await step(gateway, 2, null);
    expect(names).toEqual([null, null]);
    now = [...later];
    await gateway.clock.advance(60_000);
    expect(await walk(gateway, 1, after)).toEqual(rest);
  });

  test.each([
    ['no time', { created_at: null }],
    ['a time of long ago', { created_at: '1999-01-01T00:00:00.000Z' }],
    ['a time to come', { created_at: '2999-01-01T00:00:00.000Z' }],
  ])('and %s, a walk goes on where it stood, though the row is gone', async (_case, odd) => {
    let now = [row('1', 1), row('2', 2, { ...bad, ...odd }), row('3', 3)];
    const gateway = createOnePage(() => now);
    const { after } = await step(gateway, 2, null);
    now = [row('0', 0), row('1', 1), row('3', 3)];
    await gateway.clock.advance(60_000);
    const names = await walk(gateway, 1, after);
    // Beside a row that is gone, siblings of its time may come again; none is missed.
    expect(names.at(-1)).toBe('3');
    expect(names.filter((name) => name === '3')).toHaveLength(1);
  });
});

test('tokens that count rows: a second walk misses none, after thirty sessions came and 42 s went by', async () => {
  const gateway = createTestGateway({ emulator: { sessions: 0, tokens: 'offset' } });
  const add = (from: number, to: number) => {
    for (let i = from; i < to; i += 1)
      gateway.emulator.addSessions([{ name: `s${i}`, created_at: at(1_000 - i) }]);
  };
  add(0, 300);
  const names = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `s${to - 1 - i}`);
  expect(await walk(gateway, 70)).toEqual(names(0, 300));
  add(300, 330);
  await gateway.clock.advance(42_000);
  expect(await walk(gateway, 70)).toEqual(names(0, 330));
});
