/** An emulator without sessions and error groups, and the ids and times that its tests give to the groups they add. */
import { createEmulator, type EmulatorSettings } from '../../emulator/emulator.ts';
import { createClient } from '../../emulator/emulator-client.ts';

const nowMs = Date.parse('2026-11-24T12:00:00.000Z');

export const route = '/v1/test-session-error-groups';
export const project = '55555555-5555-4555-8555-555555555555';

export function group(digit: number): string {
  return `eeeeeeee-0000-4000-8000-00000000000${digit}`;
}

/** So many seconds after now, as an ISO time. */
export function at(second: number): string {
  return new Date(nowMs + second * 1000).toISOString();
}

export function setUp(settings: EmulatorSettings = {}) {
  const emulator = createEmulator({
    now: () => nowMs,
    sessions: 0,
    errorGroups: 0,
    requestsPerMinute: null,
    ...settings,
  });
  const client = createClient(emulator);
  const idsOf = async (query?: string) => (await client.errorGroups(query)).groups.map(({ id }) => id);
  return { emulator, client, idsOf };
}
