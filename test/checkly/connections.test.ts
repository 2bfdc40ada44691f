/** How many connections one request opens upstream, and what waits for them. */

import { describe, expect, test } from 'vitest';
import { type CustomGateway, createCustomGateway, emptyPage } from '../support/custom-gateway.ts';
import { aliases } from './aliases.ts';

describe('connections', () => {
  test('never wait for headers more than six at a time, and all are answered', async () => {
    let waiting = 0;
    const seen: number[] = [];
    const gateway = createCustomGateway(async (_request, clock) => {
      waiting += 1;
      seen.push(waiting);
      await clock.sleep(100);
      waiting -= 1;
      return Response.json(emptyPage);
    });
    const answer = await gateway.ask(`{ ${aliases(20)} }`);
    expect(answer.errors).toEqual([]);
    expect([gateway.calls.length, Math.max(...seen)]).toEqual([20, 6]);
  });

  test('are free again after failures', async () => {
    const gateway = await createAcceptedGateway(() => Promise.reject(new TypeError('no route')));
    const answer = await gateway.ask(`{ ${aliases(8)} }`);
    expect(answer.errors.map(({ extensions }) => extensions.code)).toEqual(
      Array(8).fill('UPSTREAM_UNAVAILABLE'),
    );
    // Five failures open the circuit; the six were under way together.
    expect(gateway.calls).toHaveLength(1 + 6);
  });

  test('of a credential that upstream refuses are opened once, however many fields ask', async () => {
    let waiting = 0;
    const seen: number[] = [];
    const gateway = createCustomGateway(async (_request, clock) => {
      waiting += 1;
      seen.push(waiting);
      await clock.sleep(100);
      waiting -= 1;
      return new Response(null, { status: 401 });
    });
    const answer = await gateway.ask(`{ ${aliases(60)} }`);
    expect(answer.errors.map(({ extensions }) => extensions.code)).toEqual(Array(60).fill('UNAUTHENTICATED'));
    expect(seen).toEqual([1]);
  });

  test('that nobody answers are given up in time, and so are those that wait behind them', async () => {
    const gateway = await createAcceptedGateway(neverAnswer);
    const startMs = gateway.clock.now();
    const answer = await gateway.ask(`{ ${aliases(20)} }`);
    expect(answer.errors.map(({ extensions }) => extensions.code)).toEqual(
      Array(20).fill('UPSTREAM_TIMEOUT'),
    );
    expect(gateway.clock.now() - startMs).toBeLessThanOrEqual(25_000);
  });

  test('are opened six at a time, and no more once those have opened the circuit', async () => {
    const gateway = await createAcceptedGateway(neverAnswer);
    await gateway.ask(`{ ${aliases(20)} }`);
    expect(gateway.calls).toHaveLength(1 + 6);
    await gateway.clock.advance(60_000);
    expect(gateway.calls).toHaveLength(1 + 6);
  });

  test('are waited for without loss while the request has time', async () => {
    const gateway = createCustomGateway(async (_request, clock) => {
      await clock.sleep(2000);
      return Response.json(emptyPage);
    });
    const answer = await gateway.ask(`{ ${aliases(45)} }`);
    expect(answer.errors).toEqual([]);
  });
});

/** One whose credential upstream has accepted by its first call; `answer` stands for the network from then on. */
async function createAcceptedGateway(
  answer: (request: Request) => Promise<Response>,
): Promise<CustomGateway> {
  const gateway = createCustomGateway((request) =>
    gateway.calls.length === 1 ? Response.json(emptyPage) : answer(request),
  );
  await gateway.ask('{ testSessions { edges { cursor } } }');
  return gateway;
}

/** As the network does: nothing, until the caller leaves. */
function neverAnswer({ signal }: Request): Promise<Response> {
  return new Promise((_resolve, reject) => {
    const leave = () => reject(signal.reason);
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave);
  });
}
