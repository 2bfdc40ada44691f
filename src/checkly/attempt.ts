/** One attempt at an upstream call within its time: the body as text, or an UpstreamError. Retries nothing, decodes nothing. */

import { UpstreamError } from '../errors/upstream-error.ts';
import type { Host } from '../host.ts';
import { maxUpstreamBodyBytes } from '../limits.ts';
import { toFailure } from './failure.ts';
import { discardBody, readText } from './read-body.ts';

export interface Attempt {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

export interface AttemptAnswer {
  readonly text: string;
  /** When the headers arrived, milliseconds since the epoch. */
  readonly receivedAt: number;
}

/** @throws UpstreamError */
export async function attemptCall(host: Host, attempt: Attempt): Promise<AttemptAnswer> {
  const abort = new AbortController();
  const settled = new AbortController();
  const timeout = new Promise<never>((_, reject) => {
    host.sleep(attempt.timeoutMs, settled.signal).then(() => {
      if (!settled.signal.aborted) reject(new UpstreamError({ kind: 'timeout' }));
    });
  });
  try {
    return await Promise.race([fetchText(host, attempt, abort.signal), timeout]);
  } catch (error) {
    abort.abort();
    throw toUpstreamError(error);
  } finally {
    settled.abort();
  }
}

async function fetchText(host: Host, { url, headers }: Attempt, signal: AbortSignal): Promise<AttemptAnswer> {
  const response = await host.fetch(new Request(url, { headers, redirect: 'manual', signal }));
  const receivedAt = host.now();
  const failure = toFailure(response.status, response.headers, receivedAt);
  if (failure !== null) {
    await discardBody(response);
    throw new UpstreamError(failure);
  }
  return { text: await readText(response, maxUpstreamBodyBytes), receivedAt };
}

function toUpstreamError(error: unknown): UpstreamError {
  if (error instanceof UpstreamError) return error;
  return new UpstreamError({ kind: 'unavailable', status: null }, { cause: error });
}
