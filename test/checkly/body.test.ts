/** How much of an answer is read, and for how long; and what a call carries. */

import { describe, expect, test } from 'vitest';
import { maxUpstreamBodyBytes } from '../../src/limits.ts';
import { createCustomGateway, emptyPage } from '../support/custom-gateway.ts';

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
    let cancelled = 0;
    const headers = { 'content-length': String(maxUpstreamBodyBytes + 1) };
    const gateway = createCustomGateway(() => {
      const body = new ReadableStream({
        cancel() {
          cancelled += 1;
        },
      });
      return new Response(body, { headers });
    });
    expect((await gateway.ask(query)).errors).toEqual([tooLarge]);
    expect([cancelled, gateway.calls.length]).toEqual([4, 4]);
  });

  test('without an end is left once it is too large', async () => {
    let sentBytes = 0;
    const chunk = new TextEncoder().encode(' '.repeat(1024 * 1024));
    const gateway = createCustomGateway(() => {
      const body = new ReadableStream({
        pull(controller) {
          sentBytes += chunk.byteLength;
          controller.enqueue(chunk);
        },
      });
      return new Response(body);
    });
    expect((await gateway.ask(query)).errors).toEqual([tooLarge]);
    expect(sentBytes).toBeLessThanOrEqual(
      gateway.calls.length * (maxUpstreamBodyBytes + 3 * chunk.byteLength),
    );
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
