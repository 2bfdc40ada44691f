/** A subscription's events are bounded as answers are, and its end leaves a line in the log. */

import { describe, expect, test } from 'vitest';
import { demoHeaders, type TestGateway } from '../support/test-gateway.ts';
import {
  addSession,
  complete,
  createWorld,
  readEvents,
  subscribe,
  unknownId,
} from './subscription-gateway.ts';

function ends(gateway: TestGateway) {
  return gateway.log.filter(({ message }) => message === 'GraphQL subscription ended.');
}

const line = {
  level: 'info',
  message: 'GraphQL subscription ended.',
  requestId: 'request-1',
  tenant: expect.stringMatching(/^[0-9a-f]{12}$/),
  how: 'complete',
  events: 1,
  errorCodes: [],
  upstreamCalls: 1,
  ms: 0,
};

describe('the end of a subscription is told', () => {
  test('with its events, its calls and how long it was', async () => {
    const gateway = createWorld();
    await readEvents(gateway, await subscribe(gateway, addSession(gateway, 2)));
    // Its last event asks for the region, which the list tells.
    expect(ends(gateway)).toEqual([{ ...line, upstreamCalls: 4, ms: 60_000 }]);
  });

  test('with the codes of its errors', async () => {
    const gateway = createWorld();
    gateway.emulator.setFaults([{ contains: '/completion', status: 403 }]);
    await readEvents(gateway, await subscribe(gateway, unknownId));
    expect(ends(gateway)).toEqual([{ ...line, errorCodes: ['FORBIDDEN'] }]);
  });

  test('where its client leaves', async () => {
    const gateway = createWorld();
    const response = await subscribe(gateway, addSession(gateway, 100));
    const reader = response.body?.getReader();
    await reader?.read();
    const next = reader?.read();
    await gateway.clock.advance(45_000);
    await reader?.cancel();
    await next;
    await gateway.clock.advance(1_000);
    expect(ends(gateway)).toEqual([{ ...line, how: 'left', events: 0, upstreamCalls: 1, ms: 45_000 }]);
  });

  test('unless requests leave no lines', async () => {
    const gateway = createWorld({ vars: { LOG_REQUESTS: '0' } });
    await readEvents(gateway, await subscribe(gateway, addSession(gateway, 0)));
    expect(gateway.log).toEqual([]);
  });
});

/** What one event holds for a selection of the session's fields. */
async function eventOf(gateway: TestGateway, id: string, selection: string): Promise<unknown> {
  const query = `subscription { testSessionCompleted(id: "${id}") { ${selection} } }`;
  const response = await gateway.fetch(
    new Request('https://gateway.example/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...demoHeaders },
      body: JSON.stringify({ query }),
    }),
  );
  const [event, ...rest] = await readEvents(gateway, response);
  expect(rest).toEqual([complete]);
  return event?.data;
}

describe('an event', () => {
  test('of more characters than an answer may have is an error', async () => {
    const gateway = createWorld();
    const [id = ''] = gateway.emulator.addSessions([{ name: 'x'.repeat(200_000) }]);
    const names = Array.from({ length: 100 }, (_, i) => `n${i}: name`).join(' ');
    expect(await eventOf(gateway, id, names)).toEqual({
      data: null,
      errors: [
        {
          message: expect.stringContaining('more than the 16777216 characters that one may have'),
          extensions: {
            code: 'BAD_USER_INPUT',
            argument: 'request',
            reason: expect.any(String),
            requestId: 'request-1',
          },
        },
      ],
    });
  });

  test('of more errors than an answer may have counts the others', async () => {
    const gateway = createWorld({
      between: async (request, pass) => {
        const response = await pass(request);
        if (!request.url.includes('/completion') || response.status !== 200) return response;
        const detail: object = await response.json();
        return Response.json({ ...detail, results: Array(150).fill(null) });
      },
    });
    const event = await eventOf(gateway, addSession(gateway, 0), 'results { status }');
    const { errors }: { errors?: readonly { message: string }[] } = Object(event);
    expect([errors?.length, errors?.at(-1)?.message]).toEqual([101, '50 more errors are left out.']);
  });
});
