/** One upstream call: attempts within their time, bounded retries, and every outcome as JSON or an UpstreamError. */

import { UpstreamError } from '../errors/upstream-error.ts';
import type { Host } from '../host.ts';
import { attemptTimeoutMs, maxUpstreamBodyBytes } from '../limits.ts';
import type { CallAllowance } from './call-allowance.ts';
import { toFailure } from './failure.ts';
import { discardBody, readJson } from './read-body.ts';
import { decideRetry } from './retry.ts';

export interface Answer {
  readonly body: unknown;
  /** When the headers arrived, milliseconds since the epoch. */
  readonly receivedAt: number;
}

export interface Call {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Longest time for one attempt when it differs from the usual, milliseconds. */
  readonly attemptTimeoutMs?: number;
  /** Gives the call up when it aborts: its reader has gone. */
  readonly signal?: AbortSignal;
}

/** @throws UpstreamError */
export async function callUpstream(host: Host, allowance: CallAllowance, call: Call): Promise<Answer> {
  for (let attempts = 1; ; attempts += 1) {
    const outcome = await attempt(host, allowance, call).catch(toUpstreamError);
    if (!(outcome instanceof UpstreamError)) return outcome;
    const waitMs = decideRetry({
      failure: outcome.failure,
      attempts,
      remainingMs: allowance.remainingMs(),
      jitter: host.random(),
    });
    if (waitMs === null || !allowance.hasCallsLeft() || call.signal?.aborted === true) throw outcome;
    await host.sleep(waitMs, call.signal);
  }
}

function toUpstreamError(error: unknown): UpstreamError {
  if (error instanceof UpstreamError) return error;
  return new UpstreamError({ kind: 'unavailable', status: null }, { cause: error });
}

/** Its time begins when a connection is free; waiting for one is bounded by the time of the whole request. */
async function attempt(host: Host, allowance: CallAllowance, call: Call): Promise<Answer> {
  const abort = new AbortController();
  const settled = new AbortController();
  const signal = call.signal === undefined ? abort.signal : AbortSignal.any([abort.signal, call.signal]);
  let timeout: Promise<never> | null = null;
  try {
    const response = await allowance.withConnection(() => {
      if (allowance.remainingMs() === 0) throw new UpstreamError({ kind: 'timeout', isOfRequest: true });
      allowance.spend();
      timeout = failInTime(
        host,
        call.attemptTimeoutMs ?? attemptTimeoutMs,
        allowance.remainingMs(),
        settled.signal,
      );
      const request = new Request(call.url, { headers: call.headers, redirect: 'manual', signal });
      return Promise.race([host.fetch(request), timeout]);
    });
    return await Promise.race([readAnswer(host, response), ...(timeout === null ? [] : [timeout])]);
  } catch (error) {
    abort.abort();
    throw error;
  } finally {
    settled.abort();
  }
}

/** Rejects when the attempt's or the request's time is over, unless `settled` aborts before; then it stays pending. */
function failInTime(
  host: Host,
  attemptMs: number,
  remainingMs: number,
  settled: AbortSignal,
): Promise<never> {
  const isOfRequest = remainingMs < attemptMs;
  return new Promise((_, reject) => {
    host.sleep(Math.min(attemptMs, remainingMs), settled).then(() => {
      if (!settled.aborted)
        reject(new UpstreamError({ kind: 'timeout', ...(isOfRequest ? { isOfRequest } : {}) }));
    });
  });
}

async function readAnswer(host: Host, response: Response): Promise<Answer> {
  const receivedAt = host.now();
  const failure = toFailure(response.status, response.headers, receivedAt);
  if (failure !== null) {
    await discardBody(response);
    throw new UpstreamError(failure);
  }
  return { body: await readJson(response, maxUpstreamBodyBytes), receivedAt };
}
