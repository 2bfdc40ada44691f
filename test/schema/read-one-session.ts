/** A gateway whose upstream holds one session, and what readers see of it. */

import { expect } from 'vitest';
import type { SessionInput } from '../../emulator/emulator.ts';
import { createTestGateway, testStart } from '../support/test-gateway.ts';

/** The `testSessions` of the answer: one node, with `fields`. */
export async function readOneSession(input: SessionInput, fields: string): Promise<unknown> {
  const gateway = createTestGateway({ emulator: { sessions: 0 } });
  gateway.emulator.addSessions([{ created_at: new Date(testStart - 60_000).toISOString(), ...input }]);
  const answer = await gateway.ask(`{ testSessions { nodes { ${fields} } } }`);
  expect(answer.errors).toEqual([]);
  const { testSessions } = answer.data ?? {};
  return testSessions;
}

export const node = (fields: Record<string, unknown>) => ({ nodes: [fields] });
