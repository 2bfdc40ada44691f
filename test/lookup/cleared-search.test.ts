/** A search box that somebody has cleared: as if nothing were searched for. */

import { expect, test } from 'vitest';
import { createTestGateway } from '../support/test-gateway.ts';

const search =
  'query ($search: String) { testSessions(first: 5, filter: { search: $search }) { nodes { sessionId } } }';

test('an empty search is no search, in the answer and in what upstream is asked', async () => {
  const asked: string[] = [];
  const gateway = createTestGateway({
    emulator: { sessions: 8 },
    between: (request, pass) => {
      asked.push(new URL(request.url).search);
      return pass(request);
    },
  });
  const cleared = await gateway.ask(search, { variables: { search: '' } });
  const absent = await gateway.ask(search, { variables: {} });
  expect([cleared.errors, cleared.data]).toEqual([[], absent.data]);
  expect(asked.filter((query) => query.includes('search'))).toEqual([]);
});

test.each(['a', 'ab'])('%j stays too short', async (text) => {
  const gateway = createTestGateway({ emulator: { sessions: 1 } });
  const { errors } = await gateway.ask(search, { variables: { search: text } });
  expect(errors).toMatchObject([
    { message: `filter.search: takes 3 to 200 characters, but got ${text.length}` },
  ]);
  expect(gateway.upstreamCalls()).toBe(0);
});
