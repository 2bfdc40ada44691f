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
