/** Sessions that upstream recorded long before or after they started: their list entry is looked for in ever wider windows. */

import { expect, test } from 'vitest';
import { createTestGateway } from '../support/test-gateway.ts';

test.each([
  ['16 minutes before', '2026-11-24T10:44:00.000Z'],
  ['16 minutes after', '2026-11-24T11:16:00.000Z'],
  ['three hours before', '2026-11-24T08:00:00.000Z'],
  ['20 hours before', '2026-11-23T15:00:00.000Z'],
])('a session recorded %s it started is found', async (_case, createdAt) => {
  const gateway = createTestGateway({ emulator: { sessions: 0 } });
  const [id = ''] = gateway.emulator.addSessions([
    { startedAt: '2026-11-24T11:00:00.000Z', created_at: createdAt, region: 'eu-west-1' },
  ]);
  const answer = await gateway.ask(`{ testSession(id: "${id}") { region createdAt } }`);
  expect([answer.data, answer.errors]).toEqual([{ testSession: { region: 'eu-west-1', createdAt } }, []]);
});

test('one recorded two days before is not, and the message says where it was looked for', async () => {
  const gateway = createTestGateway({ emulator: { sessions: 0 } });
  const [id = ''] = gateway.emulator.addSessions([
    { startedAt: '2026-11-24T11:00:00.000Z', created_at: '2026-11-22T11:00:00.000Z' },
  ]);
  const answer = await gateway.ask(`{ testSession(id: "${id}") { region } }`);
  expect(answer.errors.map(({ message }) => message)).toEqual([
    "Checkly's answer is not what its API promises: its list does not show the session where its start says, nor within a day of it.",
  ]);
  expect(gateway.upstreamCalls()).toBeLessThanOrEqual(10);
});

test('a busy account has more sessions than are looked at, and the message says how many were', async () => {
  const gateway = createTestGateway({ emulator: { sessions: 0, requestsPerMinute: null } });
  const startMs = Date.parse('2026-11-24T11:00:00.000Z');
  gateway.emulator.addSessions(
    Array.from({ length: 1_500 }, (_, i) => ({
      created_at: new Date(startMs + 20 * 60_000 + i * 500).toISOString(),
    })),
  );
  const [id = ''] = gateway.emulator.addSessions([
    { startedAt: '2026-11-24T11:00:00.000Z', created_at: '2026-11-24T10:30:00.000Z' },
  ]);
  const answer = await gateway.ask(`{ testSession(id: "${id}") { region } }`);
  expect([answer.data, answer.errors]).toEqual([
    { testSession: { region: null } },
    [
      {
        message:
          "Checkly's answer is not what its API promises: the 1000 sessions of its list that were looked at, around the start of this one, do not include it.",
        path: ['testSession', 'region'],
        extensions: { code: 'UPSTREAM_INVALID_RESPONSE' },
      },
    ],
  ]);
  expect(gateway.upstreamCalls()).toBeLessThanOrEqual(45);
});
