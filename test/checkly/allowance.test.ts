/** What one request may spend upstream: connections, calls, bytes. */

import { describe, expect, test } from 'vitest';
import { maxUpstreamBodyBytes } from '../../src/limits.ts';
import { createCustomGateway, emptyPage } from '../support/custom-gateway.ts';
import { createStage } from '../support/stage.ts';

const aliases = (count: number) =>
  Array.from(
    { length: count },
    (_, i) => `f${i}: testSessions(filter: {branches: ["b${i}"]}, first: 1) { edges { cursor } }`,
  ).join(' ');

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
    const gateway = createCustomGateway(() => Promise.reject(new TypeError('no route')));
    const answer = await gateway.ask(`{ ${aliases(8)} }`);
    expect(answer.errors.map(({ extensions }) => extensions.code)).toEqual(
      Array(8).fill('UPSTREAM_UNAVAILABLE'),
    );
    expect(gateway.calls).toHaveLength(24);
  });

  test('that nobody answers are given up in time, and so are those that wait behind them', async () => {
    const gateway = createCustomGateway(neverAnswer);
    const startMs = gateway.clock.now();
    const answer = await gateway.ask(`{ ${aliases(20)} }`);
    expect(answer.errors.map(({ extensions }) => extensions.code)).toEqual(
      Array(20).fill('UPSTREAM_TIMEOUT'),
    );
    expect(gateway.clock.now() - startMs).toBeLessThanOrEqual(25_000);
  });

  // An attempt that was given up while it waited for a connection is spent and sent, aborted, once one is free.
  test.fails('are not opened for what was given up already', async () => {
    const gateway = createCustomGateway(neverAnswer);
    await gateway.ask(`{ ${aliases(20)} }`);
    expect(gateway.calls).toHaveLength(6);
  });

  // The time of an attempt runs while it waits for a connection: what starts after ten seconds never has a chance.
  test.fails('are waited for without loss while the request has time', async () => {
    const gateway = createCustomGateway(async (_request, clock) => {
      await clock.sleep(2000);
      return Response.json(emptyPage);
    });
    const answer = await gateway.ask(`{ ${aliases(45)} }`);
    expect(answer.errors).toEqual([]);
  });
});

/** As the network does: nothing, until the caller leaves. */
function neverAnswer({ signal }: Request): Promise<Response> {
  return new Promise((_resolve, reject) => {
    const leave = () => reject(signal.reason);
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave);
  });
}

describe('calls', () => {
  // Reads of a shared cache count, too; without one, what counts is upstream's.
  const vars = { SUBREQUEST_BUDGET: '2', SHARED_CACHE: 'none' };
  const refusal = {
    code: 'BAD_USER_INPUT',
    argument: 'first',
    reason:
      'this request needs more than the 2 upstream calls that one request may make; ask for fewer sessions or fewer aliases at a time',
  };

  test('are spent by pages: at the budget all is well, one past it the field fails', async () => {
    const ask = async (first: number) => {
      const stage = createStage({ vars });
      const answer = await stage.ask(`{ testSessions(first: ${first}) { edges { cursor } } }`);
      return [stage.emulator.stats().recent.length, answer.errors[0]?.extensions ?? null];
    };
    expect(await ask(200)).toEqual([2, null]);
    expect(await ask(201)).toEqual([2, refusal]);
  });

  test('are spent by aliases: the ones past the budget fail alone', async () => {
    const stage = createStage({ vars });
    const answer = await stage.ask(`{ ${aliases(3)} }`);
    expect(answer.errors.map(({ path, extensions }) => [path, extensions])).toEqual([[['f2'], refusal]]);
    expect(stage.emulator.stats().recent).toHaveLength(2);
  });

  test('are spent by attempts, and the last failure is told, not the budget', async () => {
    const stage = createStage({ vars });
    stage.emulator.setFaults([{ status: 503 }]);
    const answer = await stage.ask('{ testSessions(first: 1) { edges { cursor } } }');
    expect(answer.errors[0]?.extensions).toEqual({ code: 'UPSTREAM_UNAVAILABLE', upstreamStatus: 503 });
    expect(stage.emulator.stats().recent).toHaveLength(2);
  });

  test('are shared by aliases of the same field', async () => {
    const stage = createStage({ vars: { ...vars, SUBREQUEST_BUDGET: '1' } });
    const fields = ['a', 'b', 'c', 'd', 'e'].map(
      (name) => `${name}: testSessions(first: 3) { edges { cursor } }`,
    );
    const answer = await stage.ask(`{ ${fields.join(' ')} }`);
    expect(answer.errors).toEqual([]);
    expect(new Set(Object.values(answer.data ?? {}).map((value) => JSON.stringify(value))).size).toBe(1);
    expect(stage.emulator.stats().requests).toEqual({ 'GET /v1/test-sessions': 1 });
  });
});

describe('an answer', () => {
  const query = '{ testSessions(first: 1) { edges { cursor } } }';
  const pageOf = (bytes: number) => {
    const page = JSON.stringify({ ...emptyPage, pad: '' });
    return page.replace('"pad":""', `"pad":"${'x'.repeat(bytes - page.length)}"`);
  };
  const tooLarge = {
    message: "Checkly's answer is not what its API promises: it is too large.",
    path: ['testSessions'],
    extensions: { code: 'UPSTREAM_INVALID_RESPONSE' },
  };

  test('of eight MiB is read, one of a byte more is not', async () => {
    const sizes = [maxUpstreamBodyBytes, maxUpstreamBodyBytes + 1];
    const answers = sizes.map((size) => createCustomGateway(() => new Response(pageOf(size))).ask(query));
    const [atLimit, past] = await Promise.all(answers);
    expect([atLimit?.errors, past?.errors]).toEqual([[], [tooLarge]]);
  });

  test('that declares more is not read at all', async () => {
    let wasCancelled = false;
    const body = new ReadableStream({
      cancel() {
        wasCancelled = true;
      },
    });
    const headers = { 'content-length': String(maxUpstreamBodyBytes + 1) };
    const gateway = createCustomGateway(() => new Response(body, { headers }));
    expect((await gateway.ask(query)).errors).toEqual([tooLarge]);
    expect([wasCancelled, gateway.calls.length]).toEqual([true, 1]);
  });

  test('without an end is left once it is too large', async () => {
    let sentBytes = 0;
    const chunk = new TextEncoder().encode(' '.repeat(1024 * 1024));
    const body = new ReadableStream({
      pull(controller) {
        sentBytes += chunk.byteLength;
        controller.enqueue(chunk);
      },
    });
    const gateway = createCustomGateway(() => new Response(body));
    expect((await gateway.ask(query)).errors).toEqual([tooLarge]);
    expect(sentBytes).toBeLessThanOrEqual(maxUpstreamBodyBytes + 3 * chunk.byteLength);
  });

  test('whose body stops in the middle is given up in time', async () => {
    const gateway = createCustomGateway(() => new Response(new ReadableStream({ pull() {} })));
    const startMs = gateway.clock.now();
    const answer = await gateway.ask(query);
    expect(answer.errors[0]?.extensions).toEqual({ code: 'UPSTREAM_TIMEOUT' });
    expect(gateway.clock.now() - startMs).toBe(10_000);
  });
});

test('a call carries the credential, asks for JSON, follows no redirect and nothing of the reader', async () => {
  const gateway = createCustomGateway(() => Response.json(emptyPage));
  await gateway.ask('{ testSessions { edges { cursor } } }');
  expect(
    gateway.calls.map(({ method, url, redirect, headers }) => [method, url, redirect, [...headers]]),
  ).toEqual([
    [
      'GET',
      'https://api.checklyhq.com/v1/test-sessions?limit=100',
      'manual',
      [
        ['accept', 'application/json'],
        ['authorization', 'Bearer cu_demo'],
        ['x-checkly-account', '11111111-1111-4111-8111-111111111111'],
      ],
    ],
  ]);
});
