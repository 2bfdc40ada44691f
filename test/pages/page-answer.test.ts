/** A failure leaves the inner entrypoint as an answer that is never kept, and comes out of it as the same failure. */

import { describe, expect, test } from 'vitest';
import { UpstreamError, type UpstreamFailure } from '../../src/errors/upstream-error.ts';
import { readPageResponse, toFailureResponse, toPageResponse } from '../../src/pages/page-answer.ts';
import { answerPage } from '../../src/pages/page-origin.ts';
import { createPagesHost, demoPartition, pagesConfig, toQuestion } from './page-question.ts';

test.each<[UpstreamFailure, status: number]>([
  [{ kind: 'unauthenticated' }, 424],
  [{ kind: 'payment-required' }, 424],
  [{ kind: 'forbidden' }, 424],
  [{ kind: 'refused', status: 404 }, 424],
  [{ kind: 'invalid-response', problem: 'it is "odd"' }, 424],
  [{ kind: 'rate-limited', retryAfterSeconds: 7 }, 503],
  [{ kind: 'rate-limited', retryAfterSeconds: null }, 503],
  [{ kind: 'unavailable', status: 502 }, 503],
  [{ kind: 'unavailable', status: null }, 503],
  [{ kind: 'timeout' }, 504],
])('%j leaves as %d', async (failure, status) => {
  const response = toFailureResponse(failure);
  expect([response.status, response.headers.get('cache-control'), response.headers.get('cache-tag')]).toEqual(
    [status, 'no-store', null],
  );
  const error = await readPageResponse(response).catch((thrown: unknown) => thrown);
  expect(error).toEqual(new UpstreamError(failure));
  expect(error).toMatchObject({ failure });
});

test.each([
  [401, 424],
  [402, 424],
  [403, 424],
  [400, 424],
  [500, 503],
  [429, 503],
])('upstream’s %d leaves as %d, so that staleness covers troubles only', async (status, left) => {
  const { emulator, host } = createPagesHost();
  emulator.setFaults([{ status, headers: { 'Retry-After': '60' } }]);
  const response = await answerPage(host, pagesConfig, toQuestion(), demoPartition);
  expect([response.status, response.headers.get('cache-control'), await response.text()]).toEqual([
    left,
    'no-store',
    '',
  ]);
});

test('an upstream problem that quotes a body’s letters travels as a header all the same', async () => {
  const { emulator, host } = createPagesHost();
  emulator.setFaults([{ body: '{"entries": "é\n☃"}' }]);
  const response = await answerPage(host, pagesConfig, toQuestion(), demoPartition);
  await expect(readPageResponse(response)).rejects.toMatchObject({ failure: { kind: 'invalid-response' } });
});

describe('the times of a 200', () => {
  const copy = { value: {}, fetchedAt: 100_000, freshness: 'head', freshForMs: 10_000 } as const;
  const controlAt = (now: number, windows = { whileRevalidateMs: 30_000, ifErrorMs: 3_600_000 }) =>
    toPageResponse(copy, windows, 'tag', now).headers.get('cache-control');

  test('count from when upstream answered', () => {
    expect(controlAt(100_000)).toMatch(/^public, max-age=10,/);
    expect(controlAt(109_001)).toMatch(/^public, max-age=0,/);
    expect(controlAt(200_000)).toMatch(/^public, max-age=0,/);
  });

  test('say both stale windows even where there is none: silence would be endless', () => {
    expect(controlAt(100_000, { whileRevalidateMs: 0, ifErrorMs: 0 })).toBe(
      'public, max-age=10, stale-while-revalidate=0, stale-if-error=0',
    );
  });

  test('never say what switches staleness off', () => {
    expect(controlAt(100_000)).not.toMatch(/s-maxage|must-revalidate|no-cache|private/);
  });
});
