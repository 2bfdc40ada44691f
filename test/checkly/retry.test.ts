/** Whether a failure is tried again, and when: the whole table. */

import { describe, expect, test } from 'vitest';
import { readRetryAfter, toFailure } from '../../src/checkly/attempt.ts';
import { decideRetry } from '../../src/checkly/retry.ts';
import type { UpstreamFailure } from '../../src/errors/upstream-error.ts';

const now = Date.parse('2026-11-24T12:00:00Z');
const failureOf = (status: number, headers: Record<string, string> = {}) =>
  toFailure(status, new Headers(headers), now);
const decide = (
  failure: UpstreamFailure,
  facts: { attempts?: number; remainingMs?: number; jitter?: number } = {},
) => decideRetry({ failure, attempts: 1, remainingMs: 25_000, jitter: 0.5, ...facts });
const unavailable: UpstreamFailure = { kind: 'unavailable', status: 503 };
const rateLimited = (retryAfterSeconds: number | null): UpstreamFailure => ({
  kind: 'rate-limited',
  retryAfterSeconds,
});

test.each<[number, UpstreamFailure | null]>([
  [200, null],
  [201, { kind: 'invalid-response', problem: 'status 201 instead of 200' }],
  [204, { kind: 'invalid-response', problem: 'status 204 instead of 200' }],
  [301, { kind: 'invalid-response', problem: 'status 301 instead of 200' }],
  [304, { kind: 'invalid-response', problem: 'status 304 instead of 200' }],
  [400, { kind: 'refused', status: 400 }],
  [401, { kind: 'unauthenticated' }],
  [402, { kind: 'payment-required' }],
  [403, { kind: 'forbidden' }],
  [404, { kind: 'refused', status: 404 }],
  [408, { kind: 'timeout' }],
  [422, { kind: 'refused', status: 422 }],
  [429, { kind: 'rate-limited', retryAfterSeconds: null }],
  [500, { kind: 'unavailable', status: 500 }],
  [599, { kind: 'unavailable', status: 599 }],
])('status %i is %j', (status, failure) => {
  expect(failureOf(status)).toEqual(failure);
});

describe('Retry-After', () => {
  test.each([
    ['0', 0],
    ['7', 7],
    [' 7 ', 7],
    ['Tue, 24 Nov 2026 12:00:07 GMT', 7],
    ['Tuesday, 24-Nov-26 12:00:07 GMT', 7],
    ['Tue, 24 Nov 2026 11:00:00 GMT', 0],
    ['86400', 86_400],
    ['86401', 86_400],
    ['9'.repeat(400), 86_400],
    ['Fri, 24 Nov 2028 12:00:07 GMT', 86_400],
    ['', null],
    ['soon', null],
    ['-1', null],
    ['1.5', null],
    ['7 seconds', null],
    ['Tue, 99 Nov 2026 12:00:07 GMT', null],
  ])('"%s" is %j seconds', (value, seconds) => {
    expect(readRetryAfter(value, now)).toBe(seconds);
  });

  test('in the middle of a second is rounded up', () => {
    expect(readRetryAfter('Tue, 24 Nov 2026 12:00:07 GMT', now + 1)).toBe(7);
    expect(readRetryAfter('Tue, 24 Nov 2026 12:00:07 GMT', now - 1)).toBe(8);
  });
});

describe('tried again is', () => {
  test.each<[UpstreamFailure, number | null]>([
    [{ kind: 'unavailable', status: null }, 125],
    [{ kind: 'unavailable', status: 500 }, null],
    [{ kind: 'unavailable', status: 501 }, null],
    [{ kind: 'unavailable', status: 502 }, 125],
    [{ kind: 'unavailable', status: 503 }, 125],
    [{ kind: 'unavailable', status: 504 }, 125],
    [rateLimited(null), 125],
    [{ kind: 'timeout' }, null],
    [{ kind: 'unauthenticated' }, null],
    [{ kind: 'payment-required' }, null],
    [{ kind: 'forbidden' }, null],
    [{ kind: 'refused', status: 400 }, null],
    [{ kind: 'invalid-response', problem: 'it is not JSON' }, null],
    [{ kind: 'budget-spent', budget: 1 }, null],
  ])('%j after %j ms', (failure, waitMs) => {
    expect(decide(failure)).toBe(waitMs);
  });

  test('what failed twice, not what failed three times', () => {
    expect([1, 2, 3, 4].map((attempts) => decide(unavailable, { attempts }))).toEqual([125, 250, null, null]);
  });

  test('at any time up to the backoff', () => {
    expect(decide(unavailable, { jitter: 0 })).toBe(0);
    expect(decide(unavailable, { jitter: 0.999 })).toBeCloseTo(249.75);
  });

  test('at the time that upstream names, up to ten seconds and no longer', () => {
    expect([1, 10, 11].map((seconds) => decide(rateLimited(seconds)))).toEqual([1000, 10_000, null]);
    expect(decide(rateLimited(0))).toBe(125);
  });

  test('what has time left after the wait', () => {
    expect([126, 125, 0].map((remainingMs) => decide(unavailable, { remainingMs }))).toEqual([
      125,
      null,
      null,
    ]);
    expect(decide(rateLimited(5), { remainingMs: 5000 })).toBeNull();
  });
});
