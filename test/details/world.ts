/** A gateway with a few sessions, and details as upstream gives them: what the tests of details share. */

import type { SessionInput } from '../../emulator/emulator.ts';
import { createTestGateway, type TestGateway } from '../support/test-gateway.ts';

export const listRoute = 'GET /v1/test-sessions';
export const detailRoute = 'GET /v1/test-sessions/{id}';
export const groupRoute = 'GET /v1/test-session-error-groups/{id}';
export const group = (digit: number) => `bbbbbbbb-0000-4000-8000-00000000000${digit}`;

export function createWorld(sessions: readonly SessionInput[]): { gateway: TestGateway; ids: string[] } {
  const gateway = createTestGateway({ vars: { SHARED_CACHE: 'none' }, emulator: { sessions: 0 } });
  return { gateway, ids: gateway.emulator.addSessions(sessions) };
}

export const failed: SessionInput = { name: 'failed', status: 'FAILED', errorGroupIds: [group(1), group(2)] };

/** A detail as upstream gives it, with one result. */
export function detailOf(sessionId: string, result: Record<string, unknown>) {
  return {
    testSessionId: sessionId,
    testSessionLink: 'https://app.checklyhq.com/x',
    name: 'x',
    status: 'FAILED',
    errorGroupIds: [],
    startedAt: '2026-11-24T11:00:00.000Z',
    timeElapsed: 1,
    results: [
      {
        testSessionResultId: 'r1',
        testSessionResultLink: 'https://app.checklyhq.com/x/results/r1',
        checkType: 'API',
        errorGroupIds: [group(1)],
        status: 'FAILED',
        hasErrors: true,
        hasFailures: false,
        isDegraded: false,
        aborted: false,
        ...result,
      },
    ],
  };
}
