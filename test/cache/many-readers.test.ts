/** Any number of readers of the same five pages: five upstream calls. */

import { expect, test } from 'vitest';
import { connectionOf } from '../support/answer.ts';
import { createTestGateway, toRequest } from '../support/test-gateway.ts';

const selections = [
  'nodes { sessionId }',
  'nodes { name status counts { failed } }',
  'edges { cursor node { invoker { name } } }',
  'nodes { commit { sha branch repository { url } } } pageInfo { endCursor hasNextPage }',
];

test('ten thousand mixed queries over five pages cost five upstream calls', async () => {
  const gateway = createTestGateway();
  const all = await gateway.ask('{ testSessions(first: 500) { nodes { id } } }');
  expect(connectionOf(all).nodes).toHaveLength(500);
  expect(gateway.upstreamCalls()).toBe(5);

  for (let batch = 0; batch < 100; batch += 1) {
    const answers = Array.from({ length: 100 }, async (_, i) => {
      const number = batch * 100 + i;
      const first = 1 + ((number * 37) % 499);
      const text = `{ testSessions(first: ${number % 10 === 0 ? first : 1 + (number % 25)}) { ${selections[number % 4]} } }`;
      const response = await gateway.fetchNow(toRequest(text));
      return [response.status, (await response.text()).startsWith('{"data":{"testSessions":{"')];
    });
    expect(await gateway.clock.run(Promise.all(answers))).toEqual(Array(100).fill([200, true]));
  }
  expect(gateway.emulator.stats().requests).toEqual({ 'GET /v1/test-sessions': 5 });
}, 120_000);
