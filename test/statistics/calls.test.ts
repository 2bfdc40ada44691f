/// <reference types="vite/types/importMeta.d.ts" />
/** What questions cost Checkly, cold and asked again: the tables of docs/statistics.md and docs/questions.md. */

import { expect, test } from 'vitest';
import { createPurgeGateway, purge } from '../purge/purge-gateway.ts';
import { createTestGateway, demoHeaders, type TestGateway } from '../support/test-gateway.ts';
import { type Question, asked as questions } from './asked-questions.ts';

const whole =
  'lookedAt { sessions isAll } total { passRate durations { p95Ms } } intervals { from } groups(by: NAME) { key } red { name } flakiest { changes }';
const newest = 'lookedAt { sessions isAll } groups { key gotWorse latest { status } previous { status } }';

const month = [
  '`testSessionStatistics(filter: {createdWithin: "P31D"}, interval: DAY)`, a month of 2,500 sessions',
  2_500,
  `{ testSessionStatistics(filter: {createdWithin: "P31D"}, interval: DAY) { ${whole} } }`,
] as const;

const asked: readonly Question[] = [
  month,
  [
    'the same with `timeZone: "Europe/Berlin"`, `latestTestSessions(by: BRANCH)` and `latestTestSessions(by: NAME)` in one request',
    2_500,
    `{ testSessionStatistics(filter: {createdWithin: "P31D"}, interval: DAY, timeZone: "Europe/Berlin") { ${whole} }
       branches: latestTestSessions(filter: {createdWithin: "P31D"}, by: BRANCH) { ${newest} }
       names: latestTestSessions(filter: {createdWithin: "P31D"}, by: NAME) { ${newest} } }`,
  ],
  [
    '`latestTestSessions(by: BRANCH, filter: {createdWithin: "PT24H"})`',
    2_500,
    `{ latestTestSessions(filter: {createdWithin: "PT24H"}, by: BRANCH) { ${newest} } }`,
  ],
  [
    '`testSessionStatistics(filter: {branches: ["main"]})`',
    2_500,
    `{ testSessionStatistics(filter: {branches: ["main"]}) { ${whole} } }`,
  ],
  [
    '`testSessionStatistics(filter: {from: …, to: …})`, a week that is over',
    2_500,
    `{ testSessionStatistics(filter: {from: "2026-11-02T00:00:00Z", to: "2026-11-09T00:00:00Z"}) { ${whole} } }`,
  ],
  ['`testSessionStatistics`, 2,501 sessions: not all', 2_501, `{ testSessionStatistics { ${whole} } }`],
  ['`testSessionStatistics`, 80 sessions', 80, `{ testSessionStatistics { ${whole} } }`],
];

const states = ['cold', 'a minute later', 'after 10 new sessions', 'an hour later'] as const;

async function tell(sessions: number, question: Question[2]): Promise<readonly (string | number)[]> {
  const gateway = createTestGateway({ emulator: { sessions, requestsPerMinute: null } });
  const query = typeof question === 'string' ? question : await question(gateway.emulator);
  const cold = await countCalls(gateway, query);
  const cells = [cold];
  for (const state of states.slice(1)) {
    await gateway.settle();
    await gateway.clock.advance(state === 'an hour later' ? 3_700_000 : 60_000);
    if (state === 'after 10 new sessions') gateway.emulator.addSessions(Array(10).fill({}));
    cells.push(await countCalls(gateway, query));
  }
  return cells;
}

/** What the answer says it cost is what upstream's log says. */
async function countCalls(
  gateway: TestGateway,
  query: string,
  headers: Readonly<Record<string, string>> = demoHeaders,
): Promise<number> {
  const before = gateway.upstreamCalls();
  const { errors, extensions } = await gateway.ask(query, { headers });
  const calls = gateway.upstreamCalls() - before;
  expect([errors, Object(extensions.cost).upstreamCalls]).toEqual([[], calls]);
  return calls;
}

const pages = import.meta.glob<string>('../../docs/{statistics,questions}.md', {
  query: '?raw',
  import: 'default',
  eager: true,
});

test.each([
  ['../../docs/statistics.md', asked],
  ['../../docs/questions.md', questions],
])('%s says what each question costs', { timeout: 120_000 }, async (path, table) => {
  const lines = [`| Asked | ${states.join(' | ')} |`, `|---${'|---:'.repeat(states.length)}|`];
  for (const [name, sessions, query] of table) {
    lines.push(`| ${[name, ...(await tell(sessions, query))].join(' | ')} |`);
  }
  const page = pages[path] ?? '';
  const [start, end] = ['<!-- calls:start -->\n', '<!-- calls:end -->'];
  const before = page.slice(0, page.indexOf(start) + start.length);
  const printed = `${before}${lines.join('\n')}\n${page.slice(page.indexOf(end))}`;
  await expect(printed).toMatchFileSnapshot(path);
});

test('a month of 2,500 sessions costs 25 calls, and the head alone when it is asked again', async () => {
  const [, sessions, query] = month;
  expect((await tell(sessions, query)).slice(0, 3)).toEqual([25, 1, 1]);
});

test('with no-cache it costs the head each time, and all of it after a purge', async () => {
  const [, sessions, query] = month;
  const vars = { NO_CACHE_FLOOR_SECONDS: '5' };
  const gateway = createPurgeGateway({ vars, emulator: { sessions, requestsPerMinute: null } });
  const headers = { ...demoHeaders, 'cache-control': 'no-cache' };
  const calls = [await countCalls(gateway, query, headers)];
  for (let poll = 0; poll < 6; poll += 1) {
    await gateway.settle();
    await gateway.clock.advance(5_001);
    calls.push(await countCalls(gateway, query, headers));
  }
  expect(calls).toEqual([25, 1, 1, 1, 1, 1, 1]);
  expect((await purge(gateway)).status).toBe(200);
  expect(await countCalls(gateway, query)).toBe(25);
});
