/** The questions whose cost docs/questions.md tells, but for those about many sessions. */

import * as v from 'valibot';
import type { Emulator } from '../../emulator/emulator.ts';
import { invokers } from '../../emulator/seed-vocabulary.ts';
import { demoHeaders } from '../support/test-gateway.ts';

/** Of so many sessions; a query that names one of them is made of what the emulator lists. */
export type Question = readonly [
  name: string,
  sessions: number,
  query: string | ((emulator: Emulator) => Promise<string>),
];

const rows = 'nodes { name status } pageInfo { hasNextPage } searched { sessions complete }';
const compared = (filter: string) => `{ testSessions(first: 20, filter: {${filter}}) { ${rows} } }`;

const pageSchema = v.object({
  entries: v.array(v.object({ id: v.string(), accountId: v.string(), commitId: v.nullish(v.string()) })),
});

/** The session in the middle of the newest hundred that has a commit. */
async function findSession(emulator: Emulator) {
  const url = 'http://127.0.0.1/v1/test-sessions?limit=100';
  const answer = await emulator.fetch(new Request(url, { headers: demoHeaders }));
  const { entries } = v.parse(pageSchema, await answer.json());
  const named = entries.filter(({ commitId }) => typeof commitId === 'string');
  const session = named[Math.floor(named.length / 2)];
  if (session === undefined) throw new Error('no session has a commit');
  return { id: session.id, accountId: session.accountId, commitId: `${session.commitId}` };
}

export const asked: readonly Question[] = [
  ['`testSessions(first: 20)` with `hasNextPage`', 2_500, compared('')],
  ['`testSessions(first: 500)`', 2_500, '{ testSessions(first: 500) { nodes { name status } } }'],
  ['`filter.userNames`, one name', 2_500, compared(`userNames: ["${invokers[0].name}"]`)],
  [
    '`filter.commits`, one that the text search finds',
    2_500,
    async (emulator) => compared(`commits: ["${(await findSession(emulator)).commitId.slice(0, 12)}"]`),
  ],
  ['`filter.commits`, one that nobody tested', 2_500, compared('commits: ["0123456789abcdef"]')],
  ['`filter.environments`, 20 that are found', 2_500, compared('environments: ["staging"]')],
  ['`filter.environments`, none: looked through to the bound', 2_500, compared('environments: ["nowhere"]')],
  ['`filter.names`, none, among 260 sessions', 260, compared('names: ["nothing"]')],
  ['`filter.durationMs`, 20 that are found', 2_500, compared('durationMs: {min: 60000}')],
  ['`filter.invokers`, 20 that are found', 2_500, compared(`invokers: ["${invokers[0].name}"]`)],
  [
    '`testSession(url:)`, list fields',
    2_500,
    async (emulator) => {
      const { id, accountId } = await findSession(emulator);
      const url = `https://app.checklyhq.com/accounts/${accountId}/test-sessions/${id}`;
      return `{ testSession(url: "${url}") { name status region provider } }`;
    },
  ],
  [
    '`testSession(id:)` with `results`',
    2_500,
    async (emulator) =>
      `{ testSession(id: "${(await findSession(emulator)).id}") { name status results { name status } } }`,
  ],
  [
    '`testSessionErrorGroups(first: 20)`',
    2_500,
    '{ testSessionErrorGroups(first: 20) { nodes { message } } }',
  ],
  ['`account { id name }`', 2_500, '{ account { id name } }'],
  ['`members`', 2_500, '{ members { nodes { id name } isAll } }'],
  [
    '`account`, `members` and `testSessions(first: 20)` with `account { name }` in one request',
    2_500,
    '{ account { name } members { isAll } testSessions(first: 20) { nodes { name account { name } } } }',
  ],
];
