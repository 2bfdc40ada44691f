/** Whatever is asked of many sessions is what brute force makes of upstream's rows, cold and again, as sessions come. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { invokers } from '../../emulator/seed-vocabulary.ts';
import { scaleRuns } from '../support/property-runs.ts';
import { createTestGateway, type TestGateway } from '../support/test-gateway.ts';
import {
  expectLatest,
  expectStatistics,
  groupings,
  latestFields,
  statisticsFields,
  tallyFragment,
} from './oracle.ts';
import { type AskedFilter, readRawSessions } from './raw-sessions.ts';

const query = `query ($filter: TestSessionFilter, $interval: TestSessionInterval, $timeZone: String, $first: Int, $by: TestSessionGrouping!) {
  testSessionStatistics(filter: $filter, interval: $interval, timeZone: $timeZone) { ${statisticsFields} }
  latestTestSessions(by: $by, filter: $filter, first: $first) { ${latestFields} }
} ${tallyFragment}`;

const timeZones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'America/St_Johns',
];

const nowMs = Date.parse('2026-11-24T12:00:00Z');
const dayMs = 86_400_000;
const ages = fc.integer({ min: 1, max: 31 * dayMs });
const toText = (ageMs: number) => new Date(nowMs - ageMs).toISOString();

const ranges = fc.oneof(
  { weight: 3, arbitrary: fc.constant<AskedFilter>({}) },
  ages.map((ageMs): AskedFilter => ({ from: toText(ageMs) })),
  ages.map((ageMs): AskedFilter => ({ to: toText(ageMs) })),
  fc
    .tuple(ages, ages)
    .filter(([a, b]) => a !== b)
    .map(([a, b]): AskedFilter => ({ from: toText(Math.max(a, b)), to: toText(Math.min(a, b)) })),
  fc.constantFrom('PT30M', 'PT24H', 'P7D', 'P30D').map((createdWithin): AskedFilter => ({ createdWithin })),
);
const restrictions = fc.oneof(
  { weight: 4, arbitrary: fc.constant<AskedFilter>({}) },
  fc.constant<AskedFilter>({ statuses: ['FAILED', 'PASSED'] }),
  fc.constantFrom(['main'], ['main', 'develop'], ['none']).map((branches): AskedFilter => ({ branches })),
  fc.constantFrom(['GITHUB'], ['API', 'VERCEL']).map((providers): AskedFilter => ({ providers })),
  fc.constantFrom('smoke', 'checkout').map((search): AskedFilter => ({ search })),
  fc.constantFrom(['staging'], ['production', 'none']).map((environments): AskedFilter => ({ environments })),
  fc.constantFrom(['Checkout flow'], ['New', 'none']).map((names): AskedFilter => ({ names })),
  fc.constantFrom(...invokers).map(({ name }): AskedFilter => ({ invokers: [name] })),
  fc.nat(99).map((index): AskedFilter => ({ projectIds: [`#${index}`] })),
  fc.nat(99).map((index): AskedFilter => ({ commits: [`#${index}`] })),
  fc
    .constantFrom({ min: 60_000 }, { max: 120_000 }, { min: 30_000, max: 300_000 })
    .map((durationMs): AskedFilter => ({ durationMs })),
);

const questions = fc.record({
  filter: fc.tuple(ranges, restrictions).map(([range, restriction]) => ({ ...range, ...restriction })),
  interval: fc.constantFrom('HOUR' as const, 'DAY' as const, 'WEEK' as const, null),
  timeZone: fc.constantFrom(...timeZones),
  first: fc.constantFrom(1, 3, 20, 500),
  by: fc.constantFrom(...groupings),
});
type Question = typeof questions extends fc.Arbitrary<infer Value> ? Value : never;

const newcomers = fc.array(
  fc.record({
    name: fc.constantFrom('Checkout flow', 'Nightly regression', 'New'),
    branchName: fc.constantFrom('main', 'develop', '', null),
    status: fc.constantFrom('PASSED', 'FAILED', 'CANCELLED', 'RUNNING'),
  }),
  { maxLength: 60 },
);

const worlds = fc.record({
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  sessions: fc.oneof(fc.integer({ min: 0, max: 130 }), fc.integer({ min: 131, max: 420 })),
  tokens: fc.constantFrom('keyset' as const, 'offset' as const),
  asked: fc.array(questions, { minLength: 3, maxLength: 3 }),
  comings: fc.array(newcomers, { minLength: 2, maxLength: 2 }),
});

/** Long enough that nothing at the head of a list may be served as it was. */
const pauseMs = 60_000;

test('statistics and the latest sessions are what brute force makes of the rows', {
  timeout: scaleRuns(300_000),
}, async () => {
  await fc.assert(
    fc.asyncProperty(worlds, async ({ asked, comings, ...emulator }) => {
      const gateway = createTestGateway({
        emulator: { ...emulator, requestsPerMinute: null },
        vars: { UPSTREAM_CALLS_PER_MINUTE: '100000' },
      });
      for (const question of asked) await compare(gateway, question);
      for (const coming of comings) {
        await gateway.settle();
        await gateway.clock.advance(pauseMs);
        gateway.emulator.addSessions(coming);
        for (const question of asked) await compare(gateway, question);
      }
    }),
    { numRuns: scaleRuns(100) },
  );
});

async function compare(gateway: TestGateway, { filter: drawn, by, ...question }: Question): Promise<void> {
  const now = gateway.clock.now();
  const filter = await nameValues(gateway, drawn);
  const answer = await gateway.ask(query, { variables: { filter, by, ...question } });
  expect(answer.errors).toEqual([]);
  const range = {
    fromMs: toStart(filter, now),
    toMs: filter.to === undefined ? null : Date.parse(filter.to),
  };
  const rows = await readRawSessions(gateway.emulator, filter, range.fromMs, range.toMs);
  expect(answer.data).toEqual({
    testSessionStatistics: expectStatistics(rows, { ...question, ...range, now }),
    latestTestSessions: expectLatest(rows, by, question.first),
  });
}

/** `#7` stands for the seventh of what the account's sessions have, which only its emulator knows. */
async function nameValues({ emulator }: TestGateway, filter: AskedFilter): Promise<AskedFilter> {
  const { projectIds, commits } = filter;
  if (projectIds === undefined && commits === undefined) return filter;
  const sessions = await readRawSessions(emulator, {}, null, null);
  const nameIn = (values: readonly (string | null)[]) => (drawn: string) =>
    values.filter((value) => value !== null).at(Number(drawn.slice(1)) % Math.max(1, values.length)) ??
    '0123456789abcdef';
  const named = {
    projectIds: projectIds?.map(nameIn(sessions.map(({ keys }) => keys.PROJECT?.toUpperCase() ?? null))),
    commits: commits?.map(nameIn(sessions.map(({ commitId }) => commitId?.slice(0, 10) ?? null))),
  };
  return { ...filter, ...JSON.parse(JSON.stringify(named)) };
}

function toStart({ from, createdWithin }: AskedFilter, now: number): number | null {
  if (from !== undefined) return Date.parse(from);
  if (createdWithin === undefined) return null;
  const withinMs = { PT30M: dayMs / 48, PT24H: dayMs, P7D: 7 * dayMs, P30D: 30 * dayMs }[createdWithin] ?? 0;
  return Math.floor((now - withinMs) / 60_000) * 60_000;
}
