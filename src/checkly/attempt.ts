/** One attempt at an upstream call within its time: the body as text, or an UpstreamError. Retries nothing, decodes nothing. */

import { readBoundedText } from '../bounded-text.ts';
import { type AccountPart, UpstreamError, type UpstreamFailure } from '../errors/upstream-error.ts';
import type { Host } from '../host.ts';
import { maxToldRetryAfterSeconds, maxUpstreamBodyBytes } from '../limits.ts';

export interface Attempt {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Aborts when nobody waits for the answer any more; default: never. */
  readonly abandoned?: AbortSignal;
}

export interface AttemptAnswer {
  readonly text: string;
  /** When the headers arrived, milliseconds since the epoch. */
  readonly receivedAt: number;
}

/** @throws UpstreamError */
export async function attemptCall(host: Host, attempt: Attempt): Promise<AttemptAnswer> {
  const abort = new AbortController();
  let endTimer = (): void => {};
  // Whether or not the runtime obeys the signal.
  const timeout = new Promise<never>((_, reject) => {
    endTimer = host.startTimer(attempt.timeoutMs, () => reject(new UpstreamError({ kind: 'timeout' })));
    attempt.abandoned?.addEventListener('abort', () => reject(new UpstreamError({ kind: 'cancelled' })));
  });
  try {
    return await Promise.race([fetchText(host, attempt, abort.signal), timeout]);
  } catch (error) {
    abort.abort();
    throw toUpstreamError(error);
  } finally {
    endTimer();
  }
}

async function fetchText(host: Host, { url, headers }: Attempt, signal: AbortSignal): Promise<AttemptAnswer> {
  const response = await host.fetch(new Request(url, { headers, redirect: 'manual', signal }));
  const receivedAt = host.now();
  const failure = toFailure(response.status, response.headers, receivedAt);
  if (failure !== null) {
    await discardBody(response);
    const part = failure.kind === 'forbidden' ? toAccountPart(url) : null;
    throw new UpstreamError(part === null ? failure : { kind: 'forbidden', part });
  }
  return { text: await readText(response, maxUpstreamBodyBytes), receivedAt };
}

/** Null for a route whose refusal is one of the credential. */
function toAccountPart(url: string): AccountPart | null {
  const { pathname } = new URL(url);
  if (pathname.endsWith('/v1/accounts/me')) return 'name';
  return pathname.endsWith('/v1/accounts/me/members') ? 'members' : null;
}

function toUpstreamError(error: unknown): UpstreamError {
  if (error instanceof UpstreamError) return error;
  return new UpstreamError({ kind: 'unavailable', status: null }, { cause: error });
}

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
  if (status >= 400) {
    const isPage = headers.get('content-type')?.toLowerCase().startsWith('text/html') ?? false;
    return { kind: 'refused', status, ...(isPage ? { isPage } : {}) };
  }
  return { kind: 'invalid-response', problem: `status ${status} instead of 200` };
}

/** Whole seconds from now, rounded up, a day at most; null when absent or unreadable. RFC 9110, section 10.2.3. */
export function readRetryAfter(value: string | null, now: number): number | null {
  if (value === null) return null;
  if (/^\d+$/.test(value.trim())) return Math.min(Number(value), maxToldRetryAfterSeconds);
  const date = httpDatePattern.test(value.trim()) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(date)) return null;
  return Math.min(Math.max(0, Math.ceil((date - now) / 1000)), maxToldRetryAfterSeconds);
}

/** Date.parse alone makes a day in 2001 of texts such as "1.5". */
const httpDatePattern = /^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? /i;

/** @throws UpstreamError `too-large` when it is larger than `maxBytes`. Network errors pass through. */
async function readText(response: Response, maxBytes: number): Promise<string> {
  const declared = response.headers.get('content-length');
  if (declared !== null && Number(declared) > maxBytes) return refuse(response);
  // The runtime holds a body to its declared length, which counts it as it is compressed.
  if (declared !== null && !response.headers.has('content-encoding')) return response.text();
  return (await readBoundedText(response.body, maxBytes)) ?? refuse(response);
}

async function refuse(response: Response): Promise<never> {
  await discardBody(response);
  throw new UpstreamError({ kind: 'too-large' });
}

/** Frees the connection of an answer whose body is of no interest. */
async function discardBody(response: Response): Promise<void> {
  if (response.body !== null && !response.body.locked) await response.body.cancel().catch(() => {});
}
