/** What waiting for a session's end costs: each poll is one of the account's calls. */

import { expect, test } from 'vitest';
import { testStart } from '../support/test-gateway.ts';
import {
  addSession,
  complete,
  completionRoute,
  createWorld,
  readEvents,
  subscribe,
} from './subscription-gateway.ts';

test('takes each of its polls from the account’s calls, and is RATE_LIMITED when none is left', async () => {
  const gateway = createWorld({ vars: { UPSTREAM_CALLS_PER_MINUTE: '3' } });
  await gateway.ask('{ testSessions(first: 1) { nodes { id } } }');
  const id = addSession(gateway, 100);
  const events = await readEvents(gateway, await subscribe(gateway, id));
  expect(events).toMatchObject([
    {
      data: {
        data: { testSessionCompleted: null },
        errors: [{ extensions: { code: 'RATE_LIMITED', retryAfter: 1 } }],
      },
    },
    complete,
  ]);
  expect([gateway.emulator.stats().requests[completionRoute], gateway.clock.now() - testStart]).toEqual([
    2, 60_000,
  ]);
});
