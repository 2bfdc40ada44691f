/**
 * An oracle for what the gateway compares: each answer is worked out from the emulator's raw rows by brute force, for
 * random filters, page sizes and kinds of token, and there is no difference.
 */

import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { maxSearchedPages } from '../../src/limits.ts';
import { scaleRuns } from '../support/property-runs.ts';
import { createTestGateway, demoHeaders, type TestGateway } from '../support/test-gateway.ts';
import { type Compared, isWanted, type RawRow, rawRow } from './compared-oracle.ts';

const rawPage = v.object({ entries: v.array(rawRow), nextId: v.nullish(v.string(), null) });

/** Every row that upstream lists for these parameters, in its order. */
async function readRaw({ emulator }: TestGateway, parameters: Readonly<Record<string, string>>) {
  const rows: RawRow[] = [];
  let nextId: string | null = null;
  do {
    const query = new URLSearchParams({
      limit: '100',
      ...parameters,
      ...(nextId === null ? {} : { nextId }),
    });
    const address = `http://127.0.0.1/v1/test-sessions?${query}`;
    const answer = await emulator.fetch(new Request(address, { headers: demoHeaders }));
    const page: v.InferOutput<typeof rawPage> = v.parse(rawPage, await answer.json());
    rows.push(...page.entries);
    nextId = page.nextId;
  } while (nextId !== null);
  return rows;
}

const connectionSchema = v.object({
  nodes: v.array(v.object({ sessionId: v.string() })),
  pageInfo: v.object({ hasNextPage: v.boolean(), endCursor: v.nullable(v.string()) }),
  searched: v.nullable(
    v.object({
      sessions: v.number(),
      unreadable: v.number(),
      complete: v.boolean(),
      oldest: v.nullable(v.string()),
    }),
  ),
});

const query = `query ($filter: TestSessionFilter, $first: Int!, $after: String) {
  testSessions(filter: $filter, first: $first, after: $after) {
    nodes { sessionId } pageInfo { hasNextPage endCursor } searched { sessions unreadable complete oldest } } }`;

async function readPage(gateway: TestGateway, variables: Readonly<Record<string, unknown>>) {
  const { data, errors } = await gateway.ask(query, { variables });
  expect(errors).toEqual([]);
  return v.parse(connectionSchema, data?.testSessions);
}

/** The upstream's part of a filter: as the gateway takes it, and as upstream does. */
const upstreamParts: readonly { readonly filter: object; readonly parameters: Record<string, string> }[] = [
  { filter: {}, parameters: {} },
  { filter: { statuses: ['FAILED'] }, parameters: { statuses: 'FAILED' } },
  { filter: { branches: ['main'] }, parameters: { branches: 'main' } },
  { filter: { search: 'checkout' }, parameters: { textSearch: 'checkout' } },
  { filter: { to: '2026-11-20T00:00:00Z' }, parameters: { to: String(Date.UTC(2026, 10, 20) / 1000) } },
];

/** Filters as people write them: mostly of values that there are. */
function arbitraryFilters(rows: readonly RawRow[]): fc.Arbitrary<Compared> {
  const valuesOf = (read: (row: RawRow) => string | null | undefined) => [
    ...new Set(rows.flatMap((row) => read(row) ?? [])),
  ];
  const lists = (values: readonly string[]) =>
    fc.array(
      fc.oneof(
        { weight: 9, arbitrary: fc.constantFrom(...values) },
        { weight: 1, arbitrary: fc.constant('none') },
      ),
      { minLength: 1, maxLength: 3 },
    );
  const shas = valuesOf(({ commitId }) => commitId);
  const commit = fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .tuple(fc.constantFrom(...shas), fc.integer({ min: 7, max: 40 }))
        .map(([sha, length]) => sha.slice(0, length)),
    },
    { weight: 1, arbitrary: fc.constantFrom(...shas).map((sha) => sha.padEnd(40, '0').toUpperCase()) },
    { weight: 1, arbitrary: fc.constant('0123456789abcdef') },
  );
  const bound = fc.integer({ min: 0, max: 620_000 });
  const durations = fc.oneof(
    fc.record({ min: bound }),
    fc.record({ max: bound }),
    fc.tuple(bound, bound).map(([a, b]) => ({ min: Math.min(a, b), max: Math.max(a, b) })),
  );
  return fc
    .record(
      {
        commits: fc.array(commit, { minLength: 1, maxLength: 3 }),
        environments: lists(valuesOf(({ environment }) => environment).filter((name) => name.trim() !== '')),
        projectIds: lists(valuesOf(({ projectId }) => projectId)),
        names: lists(valuesOf(({ name }) => name)),
        invokers: lists(valuesOf(({ invoker }) => invoker?.name)),
        durationMs: durations,
      },
      { requiredKeys: [] },
    )
    .filter((filter) => Object.keys(filter).length > 0);
}

describe.each([
  ['few sessions', { sessions: 260, tokens: 'keyset' }],
  ['more sessions than one request looks through', { sessions: 1_250, tokens: 'keyset' }],
  ['tokens that count', { sessions: 1_250, tokens: 'offset' }],
  [
    'tokens that name the next session, and a text search that knows no commits',
    { sessions: 1_250, tokens: 'next-id', searchesCommits: false },
  ],
] as const)('with %s', (_world, emulator) => {
  test(
    'every walk gives what brute force finds, in order, and says truly how far it looked',
    async () => {
      const gateway = createTestGateway({ emulator: { ...emulator, requestsPerMinute: null } });
      const rowsOf = await Promise.all(upstreamParts.map(({ parameters }) => readRaw(gateway, parameters)));
      const [everyRow = []] = rowsOf;
      const cases = fc.record({
        compared: arbitraryFilters(everyRow),
        part: fc.nat(upstreamParts.length - 1),
        first: fc.constantFrom(1, 3, 20, 100, 500),
      });
      const check = async ({
        compared,
        part,
        first,
      }: typeof cases extends fc.Arbitrary<infer Case> ? Case : never) => {
        const rows = rowsOf[part] ?? [];
        const expected = rows.filter((row) => isWanted(compared, row)).map(({ id }) => id);
        const filter = { ...upstreamParts[part]?.filter, ...compared };
        const found: string[] = [];
        let after: string | null = null;
        for (let requests = 0; ; requests += 1) {
          // Walks of many sessions one by one are cut short: what they gave is a beginning.
          if (requests === 12) {
            expect(found).toEqual(expected.slice(0, found.length));
            return;
          }
          const page: v.InferOutput<typeof connectionSchema> = await readPage(gateway, {
            filter,
            first,
            after,
          });
          found.push(...page.nodes.map(({ sessionId }) => sessionId));
          const { searched, pageInfo } = page;
          const isAllFound = found.length >= expected.length;
          expect(searched).not.toBeNull();
          // It stopped early only at its bound, with rows left to look at, and it says so.
          if (page.nodes.length < first) expect(searched?.complete).toBe(!pageInfo.hasNextPage);
          if (!isAllFound) expect(pageInfo.hasNextPage).toBe(true);
          if (isAllFound && pageInfo.hasNextPage)
            expect(rows.length).toBeGreaterThan(100 * (maxSearchedPages - 1));
          if (!pageInfo.hasNextPage) break;
          expect(pageInfo.endCursor).not.toBeNull();
          after = pageInfo.endCursor;
        }
        expect(found).toEqual(expected);
      };
      await fc.assert(fc.asyncProperty(cases, check), { numRuns: scaleRuns(500) });
    },
    scaleRuns(120_000),
  );
});
