/** How often upstream is asked, how long that takes, and what the reader is told in the end. */

import { describe, expect, test } from 'vitest';
import type { Fault } from '../../emulator/faults.ts';
import { createTestGateway, type TestGatewayOptions, testStart } from '../support/test-gateway.ts';

const query = '{ testSessions(first: 1) { edges { cursor } } }';

async function askUnder(faults: readonly Fault[], options: TestGatewayOptions = {}, text = query) {
  const gateway = createTestGateway({ emulator: { sessions: 300 }, ...options });
  gateway.emulator.setFaults(faults);
  const answer = await gateway.ask(text);
  return {
    attempts: gateway.emulator.stats().recent.length,
    tookMs: gateway.clock.now() - testStart,
    extensions: answer.errors[0]?.extensions ?? null,
  };
}

const unavailable = (upstreamStatus: number | null) => ({ code: 'UPSTREAM_UNAVAILABLE', upstreamStatus });

describe('what fails for good', () => {
  // Half of 250 ms and half of 500 ms: the gateway's chance is always one half.
  const backedOff = { attempts: 3, tookMs: 125 + 250 };
  const once = { attempts: 1, tookMs: 0 };
  test.each<[string, Fault, object]>([
    [
      'a 400',
      { status: 400 },
      { ...once, extensions: { code: 'UPSTREAM_INVALID_RESPONSE', upstreamStatus: 400 } },
    ],
    ['a 401', { status: 401 }, { ...once, extensions: { code: 'UNAUTHENTICATED' } }],
    ['a 402', { status: 402 }, { ...once, extensions: { code: 'PAYMENT_REQUIRED' } }],
    ['a 403', { status: 403 }, { ...once, extensions: { code: 'FORBIDDEN' } }],
    [
      'a 404',
      { status: 404 },
      { ...once, extensions: { code: 'UPSTREAM_INVALID_RESPONSE', upstreamStatus: 404 } },
    ],
    ['a 408', { status: 408 }, { ...once, extensions: { code: 'UPSTREAM_TIMEOUT' } }],
    ['a 429', { status: 429 }, { ...backedOff, extensions: { code: 'RATE_LIMITED', retryAfter: 60 } }],
    ['a 500', { status: 500 }, { ...once, extensions: unavailable(500) }],
    ['a 502', { status: 502 }, { ...backedOff, extensions: unavailable(502) }],
    ['a 503', { status: 503 }, { ...backedOff, extensions: unavailable(503) }],
    ['a 504', { status: 504 }, { ...backedOff, extensions: unavailable(504) }],
    ['a dropped connection', { dropConnection: true }, { ...backedOff, extensions: unavailable(null) }],
    ['a hang', { hang: true }, { attempts: 1, tookMs: 10_000, extensions: { code: 'UPSTREAM_TIMEOUT' } }],
    [
      'an answer after ten seconds',
      { delayMs: 10_001 },
      { attempts: 1, tookMs: 10_000, extensions: { code: 'UPSTREAM_TIMEOUT' } },
    ],
  ])('%s', async (_case, fault, outcome) => {
    expect(await askUnder([fault])).toEqual(outcome);
  });

  test.each([301, 302, 303, 307, 308])('a redirect (%i) is not followed', async (status) => {
    const headers = { location: 'http://127.0.0.1:8790/v1/test-sessions/elsewhere' };
    expect(await askUnder([{ status, headers, body: '' }])).toEqual({
      ...once,
      extensions: { code: 'UPSTREAM_INVALID_RESPONSE' },
    });
  });
});

describe('what passes', () => {
  test.each<Fault>([{ status: 429 }, { status: 502 }, { dropConnection: true }])(
    'is not seen by the reader: %j twice',
    async (fault) => {
      expect(await askUnder([{ ...fault, times: 2 }])).toEqual({
        attempts: 3,
        tookMs: 375,
        extensions: null,
      });
    },
  );

  test('slow answers within their time are waited for', async () => {
    expect(await askUnder([{ delayMs: 9999 }])).toEqual({ attempts: 1, tookMs: 9999, extensions: null });
  });
});

describe('Retry-After', () => {
  const limited = (retryAfter: string): Fault => ({ status: 429, headers: { 'retry-after': retryAfter } });

  test.each([
    ['10', 10_000],
    ['Tue, 24 Nov 2026 12:00:03 GMT', 3000],
    ['0', 125],
  ])('of %s is waited for', async (value, tookMs) => {
    expect(await askUnder([{ ...limited(value), times: 1 }])).toEqual({
      attempts: 2,
      tookMs,
      extensions: null,
    });
  });

  test.each([
    ['11', 11],
    ['Tue, 24 Nov 2026 12:00:30 GMT', 30],
    ['86400', 86_400],
  ])('of %s is passed on at once', async (value, retryAfter) => {
    expect(await askUnder([limited(value)])).toEqual({
      attempts: 1,
      tookMs: 0,
      extensions: { code: 'RATE_LIMITED', retryAfter },
    });
  });
});

describe('the time of the whole request', () => {
  test('ends a connection of many slow pages', async () => {
    const outcome = await askUnder(
      [{ delayMs: 9000 }],
      {},
      '{ testSessions(first: 300) { edges { cursor } } }',
    );
    expect(outcome).toEqual({ attempts: 3, tookMs: 25_000, extensions: { code: 'UPSTREAM_TIMEOUT' } });
  });

  test('bounds retries, too', async () => {
    const vars = { REQUEST_TIMEOUT_MS: '5000' };
    expect(await askUnder([{ status: 429, headers: { 'retry-after': '3' } }], { vars })).toEqual({
      attempts: 2,
      tookMs: 3000,
      extensions: { code: 'RATE_LIMITED', retryAfter: 3 },
    });
  });

  test('is as configured', async () => {
    expect(await askUnder([{ hang: true }], { vars: { REQUEST_TIMEOUT_MS: '700' } })).toEqual({
      attempts: 1,
      tookMs: 700,
      extensions: { code: 'UPSTREAM_TIMEOUT' },
    });
  });
});
