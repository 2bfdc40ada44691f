/** `testSessionCompleted` over server-sent events: one event at the session's end, and a clean end in every case. */

import { expect, test } from 'vitest';
import { demoHeaders, testStart } from '../support/test-gateway.ts';
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

test('asks at most once a second when upstream says at once that the session still runs', async () => {
  const gateway = createWorld();
  const id = addSession(gateway, 0);
  gateway.emulator.setFaults([{ contains: '/completion', status: 408, times: 5 }]);
  const events = await readEvents(gateway, await subscribe(gateway, id));
  expect(events).toMatchObject([
    { data: { data: { testSessionCompleted: { name: 'waited for' } } } },
    complete,
  ]);
  expect([gateway.emulator.stats().requests[completionRoute], gateway.clock.now() - testStart]).toEqual([
    6, 5_000,
  ]);
});

test('waits only for what is left of the second', async () => {
  const gateway = createWorld();
  const id = addSession(gateway, 0);
  gateway.emulator.setFaults([{ contains: '/completion', status: 408, delayMs: 700, times: 3 }]);
  await readEvents(gateway, await subscribe(gateway, id));
  expect([gateway.emulator.stats().requests[completionRoute], gateway.clock.now() - testStart]).toEqual([
    4, 3_000,
  ]);
});

test('ends within its time, however quickly upstream says that the session still runs', async () => {
  const gateway = createWorld({ vars: { SUBSCRIPTION_MAX_SECONDS: '30' } });
  const id = addSession(gateway, 0);
  gateway.emulator.setFaults([{ contains: '/completion', status: 408 }]);
  const events = await readEvents(gateway, await subscribe(gateway, id));
  expect(events).toMatchObject([
    { data: { errors: [{ extensions: { code: 'UPSTREAM_TIMEOUT' } }] } },
    complete,
  ]);
  expect([gateway.emulator.stats().requests[completionRoute], gateway.clock.now() - testStart]).toEqual([
    30, 30_000,
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
  expect(events).toMatchObject([{ data: { errors: [{ extensions: { code: 'FORBIDDEN' } }] } }, complete]);
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
  await gateway.clock.advance(2_500);
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
  const response = await subscribe(gateway, id, headers);
  expect(await response.text()).toContain(`"code":"${code}"`);
  expect(gateway.emulator.stats().recent).toEqual([]);
});
