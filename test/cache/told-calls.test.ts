/** `extensions.cost.upstreamCalls` is what upstream itself counted while the reader waited; a refresh behind it is not in it. */

import { expect, test } from 'vitest';
import { toGlobalId } from '../../src/schema/global-id.ts';
import type { Answer } from '../support/answer.ts';
import { createTestGateway, type TestGateway } from '../support/test-gateway.ts';

const list = (fields = 'name', first = 250) => `{ testSessions(first: ${first}) { nodes { ${fields} } } }`;

function told({ extensions }: Answer): unknown {
  return Object(extensions.cost).upstreamCalls;
}

/** @returns what the answer tells, and what upstream counted until it was there and after it */
async function count(gateway: TestGateway, query: string): Promise<unknown[]> {
  const before = gateway.upstreamCalls();
  const answer = await gateway.ask(query);
  const waited = gateway.upstreamCalls() - before;
  await gateway.settle();
  return [told(answer), waited, gateway.upstreamCalls() - before - waited];
}

test('a list: three pages, then none, then a refresh of the head behind the answer', async () => {
  const gateway = createTestGateway({ emulator: { sessions: 260 } });
  expect(await count(gateway, list())).toEqual([3, 3, 0]);
  expect(await count(gateway, list('status'))).toEqual([0, 0, 0]);
  await gateway.clock.advance(20_000);
  const [said, ...made] = await count(gateway, list('provider'));
  // The refresh may have ended before the answer was read: it is in neither way told.
  expect([said, made.toSorted()]).toEqual([0, [0, 1]]);
});

test('details: a call for each, and none for those that are known', async () => {
  const gateway = createTestGateway({ emulator: { sessions: 5 } });
  expect(await count(gateway, list('results { name }', 4))).toEqual([5, 5, 0]);
  expect(await count(gateway, list('results { status }', 5))).toEqual([1, 1, 0]);
});

test('retries count, and so does a call that is refused', async () => {
  const gateway = createTestGateway({ emulator: { sessions: 5 } });
  gateway.emulator.setFaults([{ status: 503, times: 2 }]);
  expect(await count(gateway, list('name', 2))).toEqual([3, 3, 0]);
  const refused = createTestGateway({ emulator: { sessions: 5 } });
  refused.emulator.setFaults([{ status: 401 }]);
  expect(await count(refused, list('name', 2))).toEqual([1, 1, 0]);
});

const ids = ['a', 'b', 'c'].map((end) => `aaaaaaaa-0000-4000-8000-00000000000${end}`);
const globalIds = JSON.stringify(ids.map((id) => toGlobalId('TestSession', id)));

test.each([
  ['a list alone', list('name', 250), 3],
  ['its sessions, read one by one', list('results { id }', 5), 6],
  ['with their errors', list('results { id } errorGroups { message }', 5), 11],
  ['more of them than a request may read', list('results { id }', 26), 26],
  ['a look-up', `{ testSession(id: "${ids[0]}") { name results { id } } }`, 1],
  ['a look-up that needs the list', `{ testSession(id: "${ids[0]}") { name region } }`, 2],
  ['look-ups of many', `{ nodes(ids: ${globalIds}) { id ... on TestSession { region } } }`, 6],
  ['many sessions', '{ testSessionStatistics { slowest(first: 3) { name } } }', 30],
  ['and some of them one by one', '{ testSessionStatistics { slowest(first: 3) { results { id } } } }', 55],
  ['errors', '{ testSessionErrorGroups(first: 5) { nodes { message } } }', 1],
  [
    'errors with their sessions',
    '{ testSessionErrorGroups(first: 5) { edges { testSessions(first: 3) { nodes { region } } } } }',
    6,
  ],
  [
    'errors with their sessions, each read one by one',
    '{ testSessionErrorGroups(first: 5) { edges { testSessions(first: 3) { nodes { results { id } } } } } }',
    21,
  ],
])('what may be called is told before: %s', async (_case, query, requestedCalls) => {
  const gateway = createTestGateway({ emulator: { sessions: 60 } });
  gateway.emulator.addSessions(ids.map((id) => ({ id })));
  const answer = await gateway.ask(query);
  expect(answer.extensions.cost).toMatchObject({ requestedCalls });
  expect(gateway.upstreamCalls()).toBeLessThanOrEqual(requestedCalls);
});
