/** Pages whose answer is larger than what is read of one: they are asked for again, smaller. */

import { describe, expect, test } from 'vitest';
import { demoAccountId } from '../../emulator/accounts.ts';
import { connectionOf } from '../support/answer.ts';
import { type CustomGateway, createCustomGateway } from '../support/custom-gateway.ts';
import { required } from './entries.ts';

const startMs = Date.parse('2026-11-24T11:00:00Z');

/** A list of `count` sessions of some `kilobytes` each, whose tokens count rows. */
function createHeavyList(count: number, kilobytes: number, vars: Readonly<Record<string, string>> = {}) {
  const pad = 'x'.repeat(kilobytes * 1024);
  const gateway = createCustomGateway(
    ({ url }) => {
      const query = new URL(url).searchParams;
      const [limit, skip] = [Number(query.get('limit')), Number(query.get('nextId') ?? 0)];
      const rows = Array.from({ length: Math.min(limit, count - skip) }, (_, index) => ({
        ...required,
        accountId: demoAccountId,
        id: toId(skip + index),
        created_at: new Date(startMs - (skip + index) * 1000).toISOString(),
        pad,
      }));
      const next = skip + limit;
      return Response.json({ entries: rows, nextId: next < count ? `${next}` : null });
    },
    { vars },
  );
  return gateway;
}

const toId = (index: number): string => `session-${index}`;
const ids = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => ({ sessionId: toId(from + i) }));

/** What upstream was asked: limit and token. */
function asked({ calls }: CustomGateway): readonly string[] {
  return calls.map(({ url }) => {
    const query = new URL(url).searchParams;
    return `${query.get('limit')} ${query.get('nextId') ?? 'head'}`;
  });
}

describe('a page above 8 MiB', () => {
  test('is asked for again at 50 rows, and so are those after it, each call counted', async () => {
    const gateway = createHeavyList(120, 90);
    const answer = await gateway.ask(
      '{ testSessions(first: 120) { nodes { sessionId } pageInfo { hasNextPage } } }',
    );
    expect([answer.data, answer.errors]).toEqual([
      { testSessions: { nodes: ids(0, 120), pageInfo: { hasNextPage: false } } },
      [],
    ]);
    expect(asked(gateway)).toEqual(['100 head', '50 head', '50 50', '50 100']);
    expect(answer.extensions.cost).toMatchObject({ upstreamCalls: 4 });
  });

  test('serves small answers too, and is kept as any page is', async () => {
    const gateway = createHeavyList(120, 90);
    const query = '{ testSessions(first: 1) { nodes { sessionId } } }';
    expect((await gateway.ask(query)).data).toEqual({ testSessions: { nodes: ids(0, 1) } });
    const more = await gateway.ask('{ testSessions(first: 50) { nodes { sessionId } } }');
    expect([more.data, more.extensions.cost]).toMatchObject([
      { testSessions: { nodes: ids(0, 50) } },
      { upstreamCalls: 0 },
    ]);
    expect(asked(gateway)).toEqual(['100 head', '50 head']);
  });

  test('is walked by cursors as if it were not', async () => {
    const gateway = createHeavyList(70, 300);
    const seen: unknown[] = [];
    let after: string | null | undefined = null;
    do {
      const place: string = after === null ? '' : `, after: "${after}"`;
      const answer = await gateway.ask(
        `{ testSessions(first: 7${place}) { nodes { sessionId } pageInfo { hasNextPage endCursor } } }`,
      );
      const { nodes, pageInfo } = connectionOf(answer);
      seen.push(...nodes);
      after = pageInfo.hasNextPage === true ? pageInfo.endCursor : null;
    } while (after != null);
    expect(seen).toEqual(ids(0, 70));
  });

  test('is an error where one row alone is, at four calls', async () => {
    const gateway = createHeavyList(3, 9 * 1024);
    const answer = await gateway.ask('{ testSessions(first: 1) { nodes { sessionId } } }');
    expect([answer.data, answer.errors]).toEqual([
      { testSessions: null },
      [
        {
          message: "Checkly's answer is not what its API promises: it is too large.",
          path: ['testSessions'],
          extensions: { code: 'UPSTREAM_INVALID_RESPONSE' },
        },
      ],
    ]);
    expect(asked(gateway)).toEqual(['100 head', '50 head', '10 head', '1 head']);
  });

  test('is asked for no larger than the deployment says', async () => {
    const gateway = createHeavyList(30, 500, { UPSTREAM_PAGE_SIZE: '20' });
    await gateway.ask('{ testSessions(first: 1) { nodes { sessionId } } }');
    expect(asked(gateway)).toEqual(['20 head', '10 head']);
  });
});
