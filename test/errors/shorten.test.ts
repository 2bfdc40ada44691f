/** Texts of clients in the gateway's messages: bounded, and never half of a character. */

import { expect, test } from 'vitest';
import { shorten } from '../../src/errors/shorten.ts';
import { createTestGateway } from '../support/test-gateway.ts';

const smile = '\ud83d\ude00';

test.each([
  ['', 3, ''],
  ['abc', 3, 'abc'],
  ['abcd', 3, 'abc…'],
  [`ab${smile}`, 4, `ab${smile}`],
  [`ab${smile}c`, 4, `ab${smile}…`],
  [`ab${smile}c`, 3, 'ab…'],
  ['a\ud83d', 2, 'a\ufffd'],
  ['\ude00abc', 2, '\ufffda…'],
  ['ab\ud83dcd', 3, 'ab\ufffd…'],
])('%j at %i is %j', (text, maxLength, shortened) => {
  expect(shorten(text, maxLength)).toBe(shortened);
});

const query = 'query ($filter: TestSessionFilter) { testSessions(filter: $filter) { nodes { id } } }';

test.each<[string, object]>([
  ['a long text of emoji', { variables: { filter: { from: `x${smile.repeat(300)}` } } }],
  ['half of an emoji in a name', { variables: { filter: { '\ud83d': 1 } } }],
  ['many long names', { variables: { filter: { [`x${smile.repeat(900)}`]: 1 } } }],
  ['half of an emoji as the operation', { operationName: '\ud83d' }],
  ['a long operation of emoji', { operationName: `x${smile.repeat(900)}` }],
])('%s leaves a bounded and well-formed message', async (_case, more) => {
  const gateway = createTestGateway({ emulator: { sessions: 0 } });
  const response = await gateway.fetch(
    new Request('https://gateway.example/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ query, ...more }),
    }),
  );
  const body = await response.text();
  expect(body).toContain('BAD_USER_INPUT');
  expect(body).not.toMatch(/\\ud[89a-f]/i);
  expect(body.isWellFormed()).toBe(true);
  expect(body.length).toBeLessThan(2_000);
});
