/** `testSessionCompleted` over server-sent events: one event at the session's end, and a clean end in every case. */

import { expect, test } from 'vitest';
import { demoHeaders, stageStart } from '../support/stage.ts';
import {
  addSession,
  complete,
  completionRoute,
  createWorld,
  readEvents,
  subscribe,
  unknownId,
} from './subscription-stage.ts';

test('answers at once when the session has ended, then completes', async () => {
  const stage = createWorld();
  const [id = ''] = stage.emulator.addSessions([
    { name: 'long ago', created_at: '2026-11-24T11:00:00.000Z' },
  ]);
  const response = await subscribe(stage, id);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  const session = { name: 'long ago', status: 'PASSED', durationMs: 60_000, region: 'eu-west-1' };
  expect(await readEvents(stage, response)).toEqual([
    {
      event: 'next',
      data: { data: { testSessionCompleted: { ...session, results: [{ status: 'PASSED' }] } } },
    },
    complete,
  ]);
});

test('asks again after each wait of upstream, till the session has ended', async () => {
  const stage = createWorld();
  const events = await readEvents(stage, await subscribe(stage, addSession(stage, 2)));
  expect(events).toMatchObject([
    { data: { data: { testSessionCompleted: { name: 'waited for', status: 'PASSED' } } } },
    complete,
  ]);
  expect(stage.emulator.stats().requests[completionRoute]).toBe(3);
  expect(stage.clock.now() - stageStart).toBe(60_000);
});

test('is null for an id that no session has', async () => {
  const stage = createWorld();
  const events = await readEvents(stage, await subscribe(stage, unknownId));
  expect(events).toEqual([{ event: 'next', data: { data: { testSessionCompleted: null } } }, complete]);
});

test.each([
  ['SUBSCRIPTION_MAX_SECONDS', '70', 3],
  ['SUBREQUEST_BUDGET', '2', 2],
])('ends with an error when the session outlasts %s', async (name, value, polls) => {
  const stage = createWorld({ vars: { [name]: value } });
  const events = await readEvents(stage, await subscribe(stage, addSession(stage, 100)));
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
  expect(stage.emulator.stats().requests[completionRoute]).toBe(polls);
});

test('ends with its error when upstream fails', async () => {
  const stage = createWorld();
  stage.emulator.setFaults([{ contains: '/completion', status: 403 }]);
  const events = await readEvents(stage, await subscribe(stage, unknownId));
  expect(events).toMatchObject([{ data: { errors: [{ extensions: { code: 'FORBIDDEN' } }] } }, complete]);
});

test('survives a passing failure of upstream', async () => {
  const stage = createWorld();
  const id = addSession(stage, 0);
  stage.emulator.setFaults([{ contains: '/completion', status: 503, times: 1 }]);
  const events = await readEvents(stage, await subscribe(stage, id));
  expect(events).toMatchObject([
    { data: { data: { testSessionCompleted: { status: 'PASSED' } } } },
    complete,
  ]);
});

test('stops asking when its client goes', async () => {
  const stage = createWorld();
  const response = await subscribe(stage, addSession(stage, 100));
  const reader = response.body?.getReader();
  await reader?.read();
  const next = reader?.read();
  await stage.clock.advance(45_000);
  expect(stage.emulator.stats().requests[completionRoute]).toBe(2);
  await reader?.cancel();
  expect(await next).toEqual({ done: true, value: undefined });
  await stage.clock.advance(300_000);
  expect(stage.emulator.stats().requests[completionRoute]).toBe(2);
});

test('sees a session end while it waits', async () => {
  const stage = createWorld();
  const endsAt = stageStart + 5_000;
  const [id = ''] = stage.emulator.addSessions([{ status: 'RUNNING', _endsAt: endsAt }]);
  const events = await readEvents(stage, await subscribe(stage, id));
  expect(events).toMatchObject([
    { data: { data: { testSessionCompleted: { status: 'PASSED' } } } },
    complete,
  ]);
  expect(stage.emulator.stats().requests[completionRoute]).toBe(1);
});

test.each([
  ['a malformed id', 'x', demoHeaders, 'BAD_USER_INPUT'],
  ['no credential', unknownId, {}, 'UNAUTHENTICATED'],
])('is refused with %s, at no call', async (_what, id, headers, code) => {
  const stage = createWorld();
  const response = await subscribe(stage, id, headers);
  expect(await response.text()).toContain(`"code":"${code}"`);
  expect(stage.emulator.stats().recent).toEqual([]);
});
