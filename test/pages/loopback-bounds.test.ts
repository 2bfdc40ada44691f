/** The loopback within its bounds: how many, how long, and what becomes of its failures. */

import { describe, expect, test } from 'vitest';
import { connectionOf } from '../support/answer.ts';
import { createWorkersCacheGateway } from './workers-cache-gateway.ts';

const head = '{ testSessions(first: 2, filter: {branches: ["quiet"]}) { nodes { name } } }';
const settled = '{ testSessions(first: 2, filter: {to: "2026-11-20T00:00:00Z"}) { nodes { name } } }';

test('one request makes at most 24 loopbacks, and reads the rest directly', async () => {
  const gateway = createWorkersCacheGateway({ vars: { SUBREQUEST_BUDGET: '100' } });
  const fields = Array.from(
    { length: 30 },
    (_, i) => `f${i}: testSessions(first: 1, filter: {branches: ["b${i}"]}) { nodes { id } }`,
  );
  const answer = await gateway.ask(`{ ${fields.join(' ')} }`);
  expect([answer.errors, gateway.loopbacks.length, gateway.upstreamCalls()]).toEqual([[], 24, 30]);
});

describe('a failure that comes out of it', () => {
  test.each([
    [{ status: 401 }, 'UNAUTHENTICATED'],
    [{ status: 403 }, 'FORBIDDEN'],
    [{ status: 402 }, 'PAYMENT_REQUIRED'],
    [{ status: 500 }, 'UPSTREAM_UNAVAILABLE'],
    [{ status: 429, headers: { 'Retry-After': '60' } }, 'RATE_LIMITED'],
    [{ hang: true }, 'UPSTREAM_TIMEOUT'],
    [{ body: 'oops' }, 'UPSTREAM_INVALID_RESPONSE'],
  ])('%j is the reader’s %s', async (fault, code) => {
    const gateway = createWorkersCacheGateway();
    gateway.emulator.setFaults([fault]);
    expect((await gateway.ask(head)).errors.map(({ extensions }) => extensions.code)).toEqual([code]);
  });

  test.each<[string, () => Response | Promise<Response>]>([
    ['a rejection', () => Promise.reject(new Error('too many subrequests'))],
    ['a 500 of nobody’s', () => new Response(null, { status: 500 })],
    ['a page of HTML', () => new Response('<html>')],
    [
      'a copy of something else',
      () => Response.json({ value: 1, fetchedAt: 0, freshness: 'head', freshForMs: 1 }),
    ],
  ])('%s is a miss: the page is read directly', async (_case, answer) => {
    const gateway = createWorkersCacheGateway();
    gateway.answerLoopbacksBy(async () => answer());
    const { errors, data } = await gateway.ask(settled);
    expect([errors, data === null, gateway.upstreamCalls()]).toEqual([[], false, 1]);
  });

  test('is covered by a copy of the isolate’s while there is one', async () => {
    const gateway = createWorkersCacheGateway({ vars: { MEMORY_MAX_AGE_SECONDS: '60' } });
    await gateway.ask(head);
    gateway.emulator.setFaults([{ status: 429, headers: { 'Retry-After': '60' } }]);
    await gateway.clock.advance(50_000);
    const answer = await gateway.ask(head);
    expect([connectionOf(answer).nodes, answer.extensions.stale]).toEqual([
      [],
      [{ reason: 'rate-limited', ageSeconds: 50 }],
    ]);
  });

  test('takes no longer than the reader’s own time, over however many pages', async () => {
    const vars = { MEMORY_MAX_AGE_SECONDS: '600', FRESH_SETTLED_SECONDS: '1' };
    const gateway = createWorkersCacheGateway({ vars });
    const pages = '{ testSessions(first: 500) { nodes { id } } }';
    await gateway.ask(pages);
    gateway.emulator.setFaults([{ hang: true }]);
    await gateway.clock.advance(50_000);
    const askedAt = gateway.clock.now();
    const answer = await gateway.ask(pages);
    expect([connectionOf(answer).nodes.length, gateway.clock.now() - askedAt]).toEqual([500, 25_000]);
  });
});
