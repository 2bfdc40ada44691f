/** Pages that hold nothing and have a token: they are read past, within a bound, and a stale entry covers for more. */

import { describe, expect, test } from 'vitest';
import { createTestGateway, type TestGateway } from '../support/test-gateway.ts';

/** A gateway whose upstream gives `count` empty pages before the real one, each with a token that it never gave before. */
function createEmptyPages(count: () => number): TestGateway {
  let tokens = 0;
  return createTestGateway({
    emulator: { sessions: 3 },
    between: (request, pass) => {
      const url = new URL(request.url);
      const token = /^empty-(\d+)-/.exec(url.searchParams.get('nextId') ?? 'empty-0-')?.[1];
      if (!url.pathname.endsWith('/test-sessions') || token === undefined) return pass(request);
      const given = Number(token);
      if (given < count())
        return Response.json({ length: 0, entries: [], nextId: `empty-${given + 1}-${++tokens}` });
      url.searchParams.delete('nextId');
      return pass(new Request(url, request));
    },
  });
}

const query = '{ testSessions(first: 3) { nodes { sessionId } pageInfo { hasNextPage } } }';
const endless = {
  message: "Checkly's answer is not what its API promises: its pages are empty and their tokens do not end.",
  path: ['testSessions'],
  extensions: { code: 'UPSTREAM_INVALID_RESPONSE' },
};

describe('pages that hold nothing', () => {
  test('are read past, ten in a row, and kept as one page', async () => {
    let empty = 0;
    const gateway = createEmptyPages(() => empty);
    const healthy = await createEmptyPages(() => 0).ask(query);
    empty = 10;
    const answer = await gateway.ask(query);
    expect([answer.data, answer.errors]).toEqual([healthy.data, []]);
    expect(answer.extensions.cost).toMatchObject({ upstreamCalls: 11 });
    expect(
      (await gateway.ask('{ testSessions(first: 1) { nodes { sessionId } } }')).extensions.cost,
    ).toMatchObject({
      upstreamCalls: 0,
    });
  });

  test("are upstream's fault beyond that, at no more calls for the next who ask", async () => {
    const gateway = createEmptyPages(() => 30);
    const answer = await gateway.ask(query);
    expect([answer.data, answer.errors]).toEqual([{ testSessions: null }, [endless]]);
    expect(answer.extensions.cost).toMatchObject({ upstreamCalls: 11 });
    await gateway.clock.advance(4_000);
    const again = await gateway.ask(query);
    expect([again.errors, again.extensions.cost]).toMatchObject([[endless], { upstreamCalls: 0 }]);
    await gateway.clock.advance(2_000);
    expect((await gateway.ask(query)).extensions.cost).toMatchObject({ upstreamCalls: 11 });
  });

  test("are upstream's fault where they use up what the request may call", async () => {
    const gateway = createEmptyPages(() => 30);
    const fields = ['a', 'b', 'c', 'd', 'e', 'f'].map(
      (branch) => `${branch}: testSessions(filter: {branches: ["${branch}"]}) { nodes { name } }`,
    );
    const answer = await gateway.ask(`{ ${fields.join(' ')} }`);
    expect(new Set(answer.errors.map(({ message }) => message))).toEqual(new Set([endless.message]));
    expect(answer.errors).toHaveLength(6);
  });

  test('are covered by a stale entry, and upstream that is well again is believed', async () => {
    let empty = 0;
    const gateway = createEmptyPages(() => empty);
    const before = await gateway.ask(query);
    await gateway.settle();
    await gateway.clock.advance(50_000);
    empty = 30;
    const covered = await gateway.ask(query);
    expect([covered.data, covered.errors, covered.extensions.stale]).toEqual([
      before.data,
      [],
      [{ reason: 'invalid-response', ageSeconds: 50 }],
    ]);
    const again = await gateway.ask(query);
    expect([again.data, again.extensions.cost]).toMatchObject([before.data, { upstreamCalls: 0 }]);
    empty = 0;
    await gateway.clock.advance(11_000);
    const well = await gateway.ask(query);
    expect([well.data, well.extensions.stale]).toEqual([before.data, undefined]);
  });
});
