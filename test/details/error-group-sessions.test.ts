/** From an error back to the sessions that met it: the same as the filter gives, one call for each error, priced before. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createClient, idsOn } from '../../emulator/emulator-client.ts';
import { createTestGateway, type TestGateway } from '../support/test-gateway.ts';

interface Page {
  readonly nodes: readonly ({ readonly sessionId: string; readonly region?: string } | null)[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}
interface Edge {
  readonly node: { readonly id: string };
  readonly testSessions: Page | null;
}

const page = 'nodes { sessionId region } pageInfo { hasNextPage endCursor }';
const query = `query ($groups: Int!, $first: Int, $after: String) {
  testSessionErrorGroups(first: $groups) { edges { node { id } testSessions(first: $first, after: $after) { ${page} } } } }`;

function edgesOf(data: Record<string, unknown> | null | undefined): readonly Edge[] {
  return Object(data?.testSessionErrorGroups).edges;
}

/** The ids of the sessions that name the error, newest first, from the emulator's own list. */
async function readSessionIds(gateway: TestGateway, errorGroupId: string): Promise<string[]> {
  return idsOn(...(await createClient(gateway.emulator).walk(`errorGroupId=${errorGroupId}`)));
}

test('gives what the raw list gives for the error, page by page, whichever is asked', async () => {
  const gateway = createTestGateway({ emulator: { sessions: 300, errorGroups: 12 } });
  const expected = new Map<string, string[]>();
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 8 }),
      fc.integer({ min: 0, max: 6 }),
      async (groups, first) => {
        const { data, errors } = await gateway.ask(query, { variables: { groups, first } });
        expect(errors).toEqual([]);
        for (const { node, testSessions } of edgesOf(data)) {
          const ids = expected.get(node.id) ?? (await readSessionIds(gateway, node.id));
          expected.set(node.id, ids);
          expect(testSessions?.nodes.map((session) => session?.sessionId)).toEqual(ids.slice(0, first));
          expect(testSessions?.pageInfo.hasNextPage).toBe(ids.length > first);
        }
      },
    ),
    { numRuns: 60, seed: 11 },
  );
  expect([...expected.values()].some((ids) => ids.length > 6)).toBe(true);
});

test("its cursors are those of testSessions with the filter's errorGroupId", async () => {
  const gateway = createTestGateway({ emulator: { sessions: 300, errorGroups: 3 } });
  const { data } = await gateway.ask(query, { variables: { groups: 1, first: 2 } });
  const [edge] = edgesOf(data);
  const after = edge?.testSessions?.pageInfo.endCursor;
  const next = await gateway.ask(
    `query ($id: ID, $after: String) { testSessions(first: 2, after: $after, filter: { errorGroupId: $id }) { ${page} } }`,
    { variables: { id: edge?.node.id, after } },
  );
  const ids = await readSessionIds(gateway, edge?.node.id ?? '');
  expect(next.errors).toEqual([]);
  expect(next.data).toMatchObject({
    testSessions: { nodes: ids.slice(2, 4).map((sessionId) => ({ sessionId })) },
  });
});

test('costs one call for each error, and none when it is asked again', async () => {
  const gateway = createTestGateway({ emulator: { sessions: 300, errorGroups: 8 } });
  const ask = async () => {
    const before = gateway.upstreamCalls();
    const { extensions } = await gateway.ask(query, { variables: { groups: 4, first: 1 } });
    expect(extensions.cost).toMatchObject({ upstreamCalls: gateway.upstreamCalls() - before });
    return gateway.upstreamCalls() - before;
  };
  expect([await ask(), await ask()]).toEqual([5, 0]);
});

test.each([
  [
    'more errors than a request may read sessions of',
    { groups: 26, first: 1 },
    'first',
    /^first: with TestSessionErrorGroupEdge.testSessions, 26 errors cost 26 reads one by one; a request may make 25/,
  ],
  [
    'more sessions than a page holds',
    { groups: 1, first: 101 },
    'first',
    /^first: must be at most 100, but is 101$/,
  ],
  ['fewer than none', { groups: 1, first: -1 }, 'first', /^first: must be 0 or more, but is -1$/],
  ['a cursor of something else', { groups: 1, first: 1, after: 'x' }, 'after', /^after: /],
])('refuses %s, naming the argument', async (_what, variables, argument, message) => {
  const gateway = createTestGateway({ emulator: { sessions: 10, errorGroups: 30 } });
  const { errors } = await gateway.ask(query, { variables });
  expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument });
  expect(errors[0]?.message).toMatch(message);
});

test('one that cannot be read costs its own place', async () => {
  const gateway = createTestGateway({ emulator: { sessions: 300, errorGroups: 3 } });
  gateway.emulator.setFaults([{ contains: 'errorGroupId=', status: 404, times: 1 }]);
  const { data, errors } = await gateway.ask(query, { variables: { groups: 2, first: 1 } });
  expect(errors).toHaveLength(1);
  expect(edgesOf(data).filter(({ testSessions }) => testSessions === null)).toHaveLength(1);
});
