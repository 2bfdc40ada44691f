/** A gateway whose upstream holds one session, and what readers see of it. */

import { expect } from 'vitest';
import type { SessionInput } from '../emulator/emulator.ts';
import { createStage, stageStart } from '../support/stage.ts';

/** The `testSessions` of the answer: one node, with `fields`. */
export async function readOneSession(input: SessionInput, fields: string): Promise<unknown> {
  const stage = createStage({ emulator: { sessions: 0 } });
  stage.emulator.addSessions([{ created_at: new Date(stageStart - 60_000).toISOString(), ...input }]);
  const answer = await stage.ask(`{ testSessions { nodes { ${fields} } } }`);
  expect(answer.errors).toEqual([]);
  const { testSessions } = answer.data ?? {};
  return testSessions;
}

export const node = (fields: Record<string, unknown>) => ({ nodes: [fields] });
