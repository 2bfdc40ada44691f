/**
 * Waits for a Worker under `wrangler dev` to answer, and tells why it never will. Starts and ends nothing.
 */
import { setTimeout as sleep } from 'node:timers/promises';

const startTimeoutMs = 60_000;
const answerTimeoutMs = 5_000;
const pollIntervalMs = 100;
/** An error as JSON is the Worker's own and final. wrangler may answer others while it restarts workerd. */
const maxErrorAnswers = 3;
/** What wrangler prints when the Worker does not build or start. It then ends, or waits for an edit, for ever. */
const startError = /\[ERROR\]/;
const maxPollsAfterStartError = 50;

interface Start {
  readonly url: string;
  log(): string;
  readonly failed: Promise<Error>;
}

/** @throws Error when the process ends, the Worker does not start, or it answers anything but a success. */
export async function waitUntilReady({ url, log, failed }: Start): Promise<void> {
  let end: Error | undefined;
  failed.then((error) => {
    end = error;
  });
  const giveUpAt = performance.now() + startTimeoutMs;
  let lastAnswer = 'nothing';
  let errorAnswers = 0;
  let pollsAfterStartError = 0;
  while (errorAnswers < maxErrorAnswers && pollsAfterStartError < maxPollsAfterStartError) {
    if (end !== undefined) throw end;
    if (performance.now() > giveUpAt) break;
    const answer = await probe(url);
    if (answer?.ok) return;
    if (answer !== undefined) {
      errorAnswers += answer.isJson ? maxErrorAnswers : 1;
      lastAnswer = `HTTP ${answer.status} with ${answer.body}`;
    } else if (startError.test(log())) {
      pollsAfterStartError += 1;
    }
    await sleep(pollIntervalMs);
  }
  throw new Error(`The Worker did not start: ${url} answered ${lastAnswer}`);
}

interface Answer {
  readonly ok: boolean;
  readonly status: number;
  readonly isJson: boolean;
  readonly body: string;
}

async function probe(url: string): Promise<Answer | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(answerTimeoutMs) });
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return { ok: response.ok, status: response.status, isJson, body: await response.text() };
  } catch {
    // Nobody listens yet, or wrangler holds the request until the Worker is there.
    return undefined;
  }
}
