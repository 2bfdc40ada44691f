/** An error of the gateway's own is nobody's business: it is masked, and its line in the log has the request id. */

import { expect, test } from 'vitest';
import { createCustomGateway, emptyPage } from '../support/custom-gateway.ts';
import { createTestGateway } from '../support/test-gateway.ts';

const secret = 'a detail that only the log may tell';

test('a fault of a resolver is masked, with the request id in the answer and in the log', async () => {
  const random = () => {
    throw new RangeError(secret);
  };
  const gateway = createCustomGateway(() => new Response(null, { status: 503 }), { host: { random } });
  const answer = await gateway.ask('{ __typename broken: testSessions { nodes { id } } }');
  expect([answer.status, answer.data, answer.errors]).toEqual([
    200,
    { __typename: 'Query', broken: null },
    [
      {
        message: 'Something went wrong in the gateway.',
        path: ['broken'],
        extensions: { code: 'INTERNAL_SERVER_ERROR' },
      },
    ],
  ]);
  expect(answer.headers.get('x-request-id')).toBe('request-1');
  expect(gateway.log.filter(({ level }) => level === 'error')).toEqual([
    // The account's object cannot tell a fault from being out of reach, and the isolate's own account has it, too.
    {
      level: 'error',
      requestId: 'request-1',
      message: 'The account object cannot be reached.',
      error: `RangeError: ${secret}`,
    },
    {
      level: 'error',
      requestId: 'request-1',
      path: 'broken',
      error: 'RangeError',
      stack: expect.stringContaining(secret),
    },
  ]);
});

test('what the gateway understands leaves no more than the line of its request', async () => {
  const gateway = createCustomGateway(() => Response.json(emptyPage));
  await gateway.ask('{ testSessions(first: -1) { nodes { id } } }');
  await gateway.ask('{ nothing }');
  await gateway.ask('{');
  expect(gateway.log.map(({ level, errorCodes }) => [level, errorCodes])).toEqual([
    ['info', ['BAD_USER_INPUT']],
    ['info', ['GRAPHQL_VALIDATION_FAILED']],
    ['info', ['GRAPHQL_PARSE_FAILED']],
  ]);
});

// Errors before execution go past the hook that adds the request id and writes the log.
test('a fault before execution is in the log, too', async () => {
  const gateway = createTestGateway();
  const url = 'https://gateway.example/graphql?query={__typename}&variables=x';
  const response = await gateway.fetch(new Request(url));
  const isInternal = (await response.text()).includes('INTERNAL_SERVER_ERROR');
  expect(gateway.log.some(({ level }) => level === 'error') || !isInternal).toBe(true);
});

// Yoga adds the JSON parser's own message to `extensions.originalError`.
test("a body that is no JSON is not quoted by a parser's message", async () => {
  const request = new Request('https://gateway.example/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: `{"query": ${secret}`,
  });
  expect(await (await createTestGateway().fetch(request)).text()).not.toContain('a detail');
});
