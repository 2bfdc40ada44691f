/** Lists that are refused when they turn out too long: what was made of their malformed rows leaves nothing behind. */

import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestGateway, testStart } from '../support/test-gateway.ts';

const unhandled: unknown[] = [];
const note = (event: PromiseRejectionEvent): void => {
  unhandled.push(event.reason);
};

beforeEach(() => addEventListener('unhandledrejection', note));
afterEach(() => {
  removeEventListener('unhandledrejection', note);
  unhandled.length = 0;
});

const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setTimeout(resolve, 0));
};

test('malformed results in a list past the weight leave no unhandled rejection', async () => {
  const gateway = createTestGateway({
    emulator: { sessions: 0 },
    vars: { MAX_REQUEST_WEIGHT: '1000' },
    between: async (request, pass) => {
      const response = await pass(request);
      if (!/test-sessions\/[^/?]+$/.test(request.url)) return response;
      const detail: object = await response.json();
      return Response.json({ ...detail, results: Array(2_000).fill(null) });
    },
  });
  const [id = ''] = gateway.emulator.addSessions([{ created_at: new Date(testStart - 1_000).toISOString() }]);
  const answer = await gateway.ask(`{ testSession(id: "${id}") { results { status } } }`);
  await turns();
  expect([answer.data, answer.errors.map(({ path, extensions }) => [path, extensions.argument])]).toEqual([
    { testSession: { results: null } },
    [[['testSession', 'results'], 'request']],
  ]);
  expect(unhandled).toEqual([]);
});
