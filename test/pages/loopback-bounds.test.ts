/** The loopback within its bounds: how many, how long, and what becomes of its failures. */

import { describe, expect, test } from 'vitest';
import { connectionOf } from '../support/answer.ts';
import { createWorkersCacheStage } from './workers-cache-stage.ts';

const head = '{ testSessions(first: 2, filter: {branches: ["quiet"]}) { nodes { name } } }';
const settled = '{ testSessions(first: 2, filter: {to: "2026-11-20T00:00:00Z"}) { nodes { name } } }';

test('one request makes at most 24 loopbacks, and reads the rest directly', async () => {
  const stage = createWorkersCacheStage({ vars: { SUBREQUEST_BUDGET: '100' } });
  const fields = Array.from(
    { length: 30 },
    (_, i) => `f${i}: testSessions(first: 1, filter: {branches: ["b${i}"]}) { nodes { id } }`,
  );
  const answer = await stage.ask(`{ ${fields.join(' ')} }`);
  expect([answer.errors, stage.loopbacks.length, stage.upstreamCalls()]).toEqual([[], 24, 30]);
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
    const stage = createWorkersCacheStage();
    stage.emulator.setFaults([fault]);
    expect((await stage.ask(head)).errors.map(({ extensions }) => extensions.code)).toEqual([code]);
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
    const stage = createWorkersCacheStage();
    stage.answerLoopbacksBy(async () => answer());
    const { errors, data } = await stage.ask(settled);
    expect([errors, data === null, stage.upstreamCalls()]).toEqual([[], false, 1]);
  });

  test('is covered by a copy of the isolate’s while there is one', async () => {
    const stage = createWorkersCacheStage({ vars: { MEMORY_MAX_AGE_SECONDS: '60' } });
    await stage.ask(head);
    stage.emulator.setFaults([{ status: 429, headers: { 'Retry-After': '60' } }]);
    await stage.clock.advance(50_000);
    const answer = await stage.ask(head);
    expect([connectionOf(answer).nodes, answer.extensions.stale]).toEqual([
      [],
      [{ reason: 'rate-limited', ageSeconds: 50 }],
    ]);
  });

  test('takes no longer than the reader’s own time, over however many pages', async () => {
    const vars = { MEMORY_MAX_AGE_SECONDS: '600', FRESH_SETTLED_SECONDS: '1' };
    const stage = createWorkersCacheStage({ vars });
    const pages = '{ testSessions(first: 500) { nodes { id } } }';
    await stage.ask(pages);
    stage.emulator.setFaults([{ hang: true }]);
    await stage.clock.advance(50_000);
    const askedAt = stage.clock.now();
    const answer = await stage.ask(pages);
    expect([connectionOf(answer).nodes.length, stage.clock.now() - askedAt]).toEqual([500, 25_000]);
  });
});
