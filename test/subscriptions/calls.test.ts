/** What waiting for a session's end costs: each poll is one of the account's calls. */

import { expect, test } from 'vitest';
import { stageStart } from '../support/stage.ts';
import {
  addSession,
  complete,
  completionRoute,
  createWorld,
  readEvents,
  subscribe,
} from './subscription-stage.ts';

test('takes each of its polls from the account’s calls, and is RATE_LIMITED when none is left', async () => {
  const stage = createWorld({ vars: { UPSTREAM_CALLS_PER_MINUTE: '3' } });
  await stage.ask('{ testSessions(first: 1) { nodes { id } } }');
  const id = addSession(stage, 100);
  const events = await readEvents(stage, await subscribe(stage, id));
  expect(events).toMatchObject([
    {
      data: {
        data: { testSessionCompleted: null },
        errors: [{ extensions: { code: 'RATE_LIMITED', retryAfter: 1 } }],
      },
    },
    complete,
  ]);
  expect([stage.emulator.stats().requests[completionRoute], stage.clock.now() - stageStart]).toEqual([
    2, 60_000,
  ]);
});
