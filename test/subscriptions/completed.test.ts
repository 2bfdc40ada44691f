/** `testSessionCompleted` over server-sent events: one event at the session's end, and a clean end in every case. */

import { expect, test } from 'vitest';
import { demoHeaders, testStart, toRequest } from '../support/test-gateway.ts';
import {
  addSession,
  complete,
  completionRoute,
  createWorld,
  readEvents,
  subscribe,
  unknownId,
} from './subscription-gateway.ts';

test('answers at once when the session has ended, then completes', async () => {
  const gateway = createWorld();
  const [id = ''] = gateway.emulator.addSessions([
    { name: 'long ago', created_at: '2026-11-24T11:00:00.000Z' },
  ]);
  const response = await subscribe(gateway, id);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  const session = { name: 'long ago', status: 'PASSED', durationMs: 60_000, region: 'eu-west-1' };
  expect(await readEvents(gateway, response)).toEqual([
    {
      event: 'next',
      data: { data: { testSessionCompleted: { ...session, results: [{ status: 'PASSED' }] } } },
    },
    complete,
  ]);
});

test('asks again after each wait of upstream, till the session has ended', async () => {
  const gateway = createWorld();
  const events = await readEvents(gateway, await subscribe(gateway, addSession(gateway, 2)));
  expect(events).toMatchObject([
    { data: { data: { testSessionCompleted: { name: 'waited for', status: 'PASSED' } } } },
    complete,
  ]);
  expect(gateway.emulator.stats().requests[completionRoute]).toBe(3);
  expect(gateway.clock.now() - testStart).toBe(60_000);
});

test('asks ever more rarely when upstream says at once that the session still runs', async () => {
  const gateway = createWorld();
  const id = addSession(gateway, 0);
  gateway.emulator.setFaults([{ contains: '/completion', status: 408, times: 5 }]);
  const events = await readEvents(gateway, await subscribe(gateway, id));
  expect(events).toMatchObject([
    { data: { data: { testSessionCompleted: { name: 'waited for' } } } },
    complete,
  ]);
  expect([gateway.emulator.stats().requests[completionRoute], gateway.clock.now() - testStart]).toEqual([
    6, 31_000,
  ]);
});

test('waits only for what is left of the time between two polls', async () => {
  const gateway = createWorld();
  const id = addSession(gateway, 0);
  gateway.emulator.setFaults([{ contains: '/completion', status: 408, delayMs: 700, times: 3 }]);
  await readEvents(gateway, await subscribe(gateway, id));
  expect([gateway.emulator.stats().requests[completionRoute], gateway.clock.now() - testStart]).toEqual([
    4, 7_000,
  ]);
});

test('ends within its time, however quickly upstream says that the session still runs', async () => {
  const gateway = createWorld({ vars: { SUBSCRIPTION_MAX_SECONDS: '30' } });
  const id = addSession(gateway, 0);
  gateway.emulator.setFaults([{ contains: '/completion', status: 408 }]);
  const events = await readEvents(gateway, await subscribe(gateway, id));
  expect(events).toMatchObject([
    {
      data: {
        errors: [
          {
            message: 'The session still runs after 30 seconds: subscribe again to wait on.',
            extensions: { code: 'UPSTREAM_TIMEOUT' },
          },
        ],
      },
    },
    complete,
  ]);
  expect([gateway.emulator.stats().requests[completionRoute], gateway.clock.now() - testStart]).toEqual([
    5, 30_000,
  ]);
});

test('is null for an id that no session has', async () => {
  const gateway = createWorld();
  const events = await readEvents(gateway, await subscribe(gateway, unknownId));
  expect(events).toEqual([{ event: 'next', data: { data: { testSessionCompleted: null } } }, complete]);
});

test.each([
  ['SUBSCRIPTION_MAX_SECONDS', '70', 3],
  ['SUBREQUEST_BUDGET', '2', 2],
])('ends with an error when the session outlasts %s', async (name, value, polls) => {
  const gateway = createWorld({ vars: { [name]: value } });
  const events = await readEvents(gateway, await subscribe(gateway, addSession(gateway, 100)));
  expect(events).toMatchObject([
    {
      data: {
        data: { testSessionCompleted: null },
        errors: [{ path: ['testSessionCompleted'], extensions: { code: 'UPSTREAM_TIMEOUT' } }],
      },
    },
    complete,
  ]);
  expect(JSON.stringify(events)).toContain('subscribe again');
  expect(gateway.emulator.stats().requests[completionRoute]).toBe(polls);
});

test('ends with its error when upstream fails', async () => {
  const gateway = createWorld();
  gateway.emulator.setFaults([{ contains: '/completion', status: 403 }]);
  const events = await readEvents(gateway, await subscribe(gateway, unknownId));
  expect(events).toMatchObject([
    { data: { errors: [{ extensions: { code: 'FORBIDDEN', requestId: 'request-1' } }] } },
    complete,
  ]);
});

test('a document that is wrong is an event with its errors, each of which names the request', async () => {
  const gateway = createWorld();
  const response = await gateway.fetch(
    toRequest('subscription { nothing }', { headers: { ...demoHeaders, accept: 'text/event-stream' } }),
  );
  const events = await readEvents(gateway, response);
  expect(events).toMatchObject([
    {
      data: { errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED', requestId: 'request-1' } }] },
    },
    complete,
  ]);
});

test('survives a passing failure of upstream', async () => {
  const gateway = createWorld();
  const id = addSession(gateway, 0);
  gateway.emulator.setFaults([{ contains: '/completion', status: 503, times: 1 }]);
  const events = await readEvents(gateway, await subscribe(gateway, id));
  expect(events).toMatchObject([
    { data: { data: { testSessionCompleted: { status: 'PASSED' } } } },
    complete,
  ]);
});

test('stops asking when its client goes', async () => {
  const gateway = createWorld();
  const response = await subscribe(gateway, addSession(gateway, 100));
  const reader = response.body?.getReader();
  await reader?.read();
  const next = reader?.read();
  await gateway.clock.advance(45_000);
  expect(gateway.emulator.stats().requests[completionRoute]).toBe(2);
  await reader?.cancel();
  expect(await next).toEqual({ done: true, value: undefined });
  await gateway.clock.advance(300_000);
  expect(gateway.emulator.stats().requests[completionRoute]).toBe(2);
});

test('stops asking when its client goes between two polls', async () => {
  const gateway = createWorld();
  const id = addSession(gateway, 0);
  gateway.emulator.setFaults([{ contains: '/completion', status: 408 }]);
  const response = await subscribe(gateway, id);
  const reader = response.body?.getReader();
  await reader?.read();
  const next = reader?.read();
  await gateway.clock.advance(3_500);
  expect(gateway.emulator.stats().requests[completionRoute]).toBe(3);
  await reader?.cancel();
  expect(await next).toEqual({ done: true, value: undefined });
  await gateway.clock.advance(300_000);
  expect(gateway.emulator.stats().requests[completionRoute]).toBe(3);
});

test('two who wait for the same session share its polls', async () => {
  const gateway = createWorld();
  const id = addSession(gateway, 2);
  const responses = [await subscribe(gateway, id), await subscribe(gateway, id)];
  const events = await Promise.all(responses.map((response) => readEvents(gateway, response)));
  for (const each of events) {
    expect(each).toMatchObject([
      { data: { data: { testSessionCompleted: { status: 'PASSED' } } } },
      complete,
    ]);
  }
  expect(gateway.emulator.stats().requests[completionRoute]).toBe(3);
});

test('sees a session end while it waits', async () => {
  const gateway = createWorld();
  const endsAt = testStart + 5_000;
  const [id = ''] = gateway.emulator.addSessions([{ status: 'RUNNING', _endsAt: endsAt }]);
  const events = await readEvents(gateway, await subscribe(gateway, id));
  expect(events).toMatchObject([
    { data: { data: { testSessionCompleted: { status: 'PASSED' } } } },
    complete,
  ]);
  expect(gateway.emulator.stats().requests[completionRoute]).toBe(1);
});

test.each([
  ['a malformed id', 'x', demoHeaders, 'BAD_USER_INPUT'],
  ['no credential', unknownId, {}, 'UNAUTHENTICATED'],
])('is refused with %s, at no call', async (_what, id, headers, code) => {
  const gateway = createWorld();
  const events = await readEvents(gateway, await subscribe(gateway, id, headers));
  expect(events).toMatchObject([
    { data: { errors: [{ extensions: { code, requestId: 'request-1' } }] } },
    complete,
  ]);
  expect(gateway.emulator.stats().recent).toEqual([]);
});

test('its calls last as long as it may wait, however quickly upstream says that the session still runs', async () => {
  const gateway = createWorld();
  const id = addSession(gateway, 0);
  gateway.emulator.setFaults([{ contains: '/completion', status: 408 }]);
  const [event] = await readEvents(gateway, await subscribe(gateway, id));
  expect(JSON.stringify(event)).toContain('still runs after 600 seconds');
  expect([gateway.emulator.stats().requests[completionRoute], gateway.clock.now() - testStart]).toEqual([
    24, 600_000,
  ]);
});

test('says how long it has waited, where its calls are used up before', async () => {
  const gateway = createWorld({ vars: { SUBREQUEST_BUDGET: '2' } });
  const [event] = await readEvents(gateway, await subscribe(gateway, addSession(gateway, 100)));
  expect(JSON.stringify(event)).toContain('still runs after 60 seconds');
});

test('is answered from the cache when it comes again for a session that has ended, as browsers do', async () => {
  const gateway = createWorld();
  const id = addSession(gateway, 1);
  for (let i = 0; i < 10; i += 1) {
    expect(await readEvents(gateway, await subscribe(gateway, id))).toMatchObject([
      { data: { data: { testSessionCompleted: { status: 'PASSED', results: [{ status: 'PASSED' }] } } } },
      complete,
    ]);
    await gateway.clock.advance(3_000);
  }
  expect(gateway.emulator.stats().requests[completionRoute]).toBe(2);
});

test('a look-up that found the session ended is enough, one that found it running or found none is not', async () => {
  const gateway = createWorld();
  const lookUp = (id: string) => gateway.ask(`{ testSession(id: "${id}") { status results { status } } }`);
  const ended = addSession(gateway, 0);
  await lookUp(ended);
  await readEvents(gateway, await subscribe(gateway, ended));
  expect(gateway.emulator.stats().requests[completionRoute]).toBeUndefined();
  await lookUp(unknownId);
  await readEvents(gateway, await subscribe(gateway, unknownId));
  expect(gateway.emulator.stats().requests[completionRoute]).toBe(1);
});
