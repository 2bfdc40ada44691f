/** `testSessionCompleted` over `multipart/mixed;subscriptionSpec=1.0`, as Apollo Client and its kin ask for it. */

import { expect, test } from 'vitest';
import { demoHeaders, type TestGateway } from '../support/test-gateway.ts';
import { addSession, completionRoute, createWorld, subscribe, unknownId } from './subscription-gateway.ts';

const accept = 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0,application/json';

function listen(gateway: TestGateway, id: string): Promise<Response> {
  return subscribe(gateway, id, { ...demoHeaders, accept });
}

/** As Apollo Client reads them: what stands between two delimiters, each with a header of its own. */
async function readParts(gateway: TestGateway, response: Response): Promise<unknown[]> {
  const text = await gateway.clock.run(response.text());
  const [preamble, ...parts] = text.split('\r\n--graphql');
  expect([preamble, parts.pop()]).toEqual(['', '--\r\n']);
  return parts.map((part) => {
    const [head, body = ''] = part.split('\r\n\r\n');
    expect(head).toBe('\r\nContent-Type: application/json');
    return JSON.parse(body);
  });
}

test('has the event as the payload of a part, and ends', async () => {
  const gateway = createWorld();
  const response = await listen(gateway, addSession(gateway, 0));
  expect([
    response.status,
    response.headers.get('content-type'),
    response.headers.get('cache-control'),
  ]).toEqual([200, 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0', 'no-store']);
  expect(response.headers.get('x-request-id')).toMatch(/^request-/);
  expect(await readParts(gateway, response)).toMatchObject([
    { payload: { data: { testSessionCompleted: { name: 'waited for', status: 'PASSED' } } } },
  ]);
});

test('sends an empty part every five seconds while it waits', async () => {
  const gateway = createWorld();
  const parts = await readParts(gateway, await listen(gateway, addSession(gateway, 1)));
  expect(parts.slice(0, -1)).toEqual(Array.from({ length: parts.length - 1 }, () => ({})));
  expect([5, 6]).toContain(parts.length - 1);
  expect(parts.at(-1)).toMatchObject({ payload: { data: { testSessionCompleted: { status: 'PASSED' } } } });
});

test('has an error of upstream in its payload', async () => {
  const gateway = createWorld();
  gateway.emulator.setFaults([{ contains: '/completion', status: 403 }]);
  expect(await readParts(gateway, await listen(gateway, unknownId))).toMatchObject([
    {
      payload: {
        data: { testSessionCompleted: null },
        errors: [{ extensions: { code: 'FORBIDDEN', requestId: 'request-1' } }],
      },
    },
  ]);
});

test('what fails before it starts is JSON, as the client takes it', async () => {
  const gateway = createWorld();
  const response = await listen(gateway, 'no-id');
  expect([response.headers.get('content-type'), await response.json()]).toMatchObject([
    'application/json; charset=utf-8',
    { errors: [{ extensions: { code: 'BAD_USER_INPUT', argument: 'id' } }] },
  ]);
});

test('stops asking when its client goes', async () => {
  const gateway = createWorld();
  const response = await listen(gateway, addSession(gateway, 100));
  const reader = response.body?.getReader();
  await reader?.read();
  await gateway.clock.advance(45_000);
  await reader?.cancel();
  const calls = gateway.emulator.stats().requests[completionRoute];
  await gateway.clock.advance(300_000);
  expect(gateway.emulator.stats().requests[completionRoute]).toBe(calls);
});

test.each([
  ['text/event-stream, multipart/mixed;subscriptionSpec=1.0', /^text\/event-stream/],
  ['text/event-stream;q=0.5, multipart/mixed;subscriptionSpec=1.0', /^multipart\/mixed/],
])('of %s the preferred is served', async (types, expected) => {
  const gateway = createWorld();
  const response = await subscribe(gateway, addSession(gateway, 0), { ...demoHeaders, accept: types });
  expect(response.headers.get('content-type')).toMatch(expected);
  await gateway.clock.run(response.text());
});
