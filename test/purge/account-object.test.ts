/** Where isolates share their account's object and nothing else, a purge reaches them all. */

import { expect, test } from 'vitest';
import { connectionOf } from '../support/answer.ts';
import { createPurgeGateway, purge } from './purge-gateway.ts';

const settled = '{ testSessions(first: 2, filter: {to: "2026-11-20T00:00:00Z"}) { nodes { id sessionId } } }';

/** Without a shared tier, isolates are as far from each other as data centres are. */
const vars = { SHARED_CACHE: 'none' };

test('another data centre hears of it within 5 s', async () => {
  const gateway = createPurgeGateway({ vars });
  const far = gateway.newIsolate();
  const [gone] = connectionOf(await far.ask(settled)).nodes;
  const readIds = async () => connectionOf(await far.ask(settled)).nodes.map((node) => node?.id);
  gateway.emulator.deleteSession(String(gone?.sessionId));
  await gateway.clock.advance(10_000);
  expect(await readIds()).toContain(gone?.id);
  expect((await purge(gateway)).body).toEqual({ purged: true, reach: 'everywhere' });
  await gateway.clock.advance(4_999);
  expect(await readIds()).toContain(gone?.id);
  await gateway.clock.advance(1);
  expect(await readIds()).not.toContain(gone?.id);
});

test('twice in 15 s is refused wherever the second one arrives', async () => {
  const gateway = createPurgeGateway({ vars });
  const far = gateway.newIsolate();
  await far.ask(settled);
  expect((await purge(gateway)).status).toBe(200);
  await gateway.clock.advance(14_000);
  const refused = await purge(far);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
  await gateway.clock.advance(1_000);
  expect((await purge(far)).status).toBe(200);
});

test('where the object cannot be reached nothing is purged, and the pipeline is told', async () => {
  const fail = () => Promise.reject(new Error('the object is gone'));
  const broken = { call: fail, leave: async () => {}, verify: fail, readStanding: fail, purge: fail };
  const gateway = createPurgeGateway({ accounts: { getByName: () => broken } });
  const { status, headers, body } = await purge(gateway);
  expect([status, headers.get('retry-after'), body]).toEqual([
    503,
    '5',
    {
      errors: [
        {
          message: 'The account object cannot be reached: nothing is purged.',
          extensions: { code: 'UPSTREAM_UNAVAILABLE', retryAfter: 5, requestId: 'request-1' },
        },
      ],
    },
  ]);
  expect(gateway.log).toEqual([
    {
      level: 'error',
      requestId: 'request-1',
      message: 'The account object cannot be reached: nothing is purged.',
      error: 'Error: the object is gone',
    },
  ]);
});
