/** From the upstream's status line to a failure. Pure; bodies are not read, the status wins over them. */

import type { UpstreamFailure } from '../errors/upstream-error.ts';

/** The failure that an answer stands for; null for a 200. `now` in milliseconds since the epoch. */
export function toFailure(status: number, headers: Headers, now: number): UpstreamFailure | null {
  if (status === 200) return null;
  switch (status) {
    case 401:
      return { kind: 'unauthenticated' };
    case 402:
      return { kind: 'payment-required' };
    case 403:
      return { kind: 'forbidden' };
    case 408:
      return { kind: 'timeout' };
    case 429:
      return { kind: 'rate-limited', retryAfterSeconds: readRetryAfter(headers.get('retry-after'), now) };
  }
  if (status >= 500) {
    const retryAfterSeconds = readRetryAfter(headers.get('retry-after'), now);
    return { kind: 'unavailable', status, ...(retryAfterSeconds === null ? {} : { retryAfterSeconds }) };
  }
  if (status >= 400) return { kind: 'refused', status };
  return { kind: 'invalid-response', problem: `status ${status} instead of 200` };
}

/** Whole seconds from now, rounded up; null when absent or unreadable. RFC 9110, section 10.2.3. */
export function readRetryAfter(value: string | null, now: number): number | null {
  if (value === null) return null;
  if (/^\d+$/.test(value.trim())) return Number(value);
  const date = httpDatePattern.test(value.trim()) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, Math.ceil((date - now) / 1000));
}

/** Date.parse alone makes a day in 2001 of texts such as "1.5". */
const httpDatePattern = /^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? /i;
