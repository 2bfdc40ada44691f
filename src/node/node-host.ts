/** The host as Node offers it. Its network is an agent of its own: kept-alive connections, a bounded pool, no redirects. */

import { Agent, fetch } from 'undici';
import type { EdgeCache, Host } from '../host.ts';
import { attemptTimeoutMs, completionWaitSeconds, longPollMarginMs } from '../limits.ts';

/** A connection that is not there by then will not come; the attempt's own time goes on. */
const connectTimeoutMs = 5_000;

/** Above the longest attempt, whose signal ends first: what is left is a call that nobody bounds. */
const silenceTimeoutMs = Math.max(attemptTimeoutMs, completionWaitSeconds * 1_000 + longPollMarginMs) + 5_000;

/** Below the minute after which most servers close an idle connection by themselves. */
const keepAliveMs = 30_000;

const maxHeaderBytes = 32 * 1024;

interface NodeHost extends Host {
  /** Ends all calls and connections. */
  close(): Promise<void>;
}

/** Clock, chance and log. */
export const nodePlatform = {
  now: () => Date.now(),
  startTimer(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted === true) return resolve();
      const end = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      signal?.addEventListener('abort', end);
    }),
  random: () => Math.random(),
  newRequestId: () => crypto.randomUUID(),
  log: (line) => void process.stdout.write(`${JSON.stringify(line)}\n`),
} satisfies Partial<Host>;

export function createNodeHost(connections: number, edgeCache: EdgeCache | null): NodeHost {
  const agent = new Agent({
    connections,
    pipelining: 1,
    connect: { timeout: connectTimeoutMs },
    headersTimeout: silenceTimeoutMs,
    bodyTimeout: silenceTimeoutMs,
    keepAliveTimeout: keepAliveMs,
    keepAliveMaxTimeout: keepAliveMs,
    maxHeaderSize: maxHeaderBytes,
  });
  return {
    async fetch({ url, method, headers, signal }) {
      const response = await fetch(url, {
        method,
        headers: [...headers],
        redirect: 'manual',
        signal,
        dispatcher: agent,
      });
      const { status } = response;
      return new Response(toStream(response.body), { status, headers: [...response.headers] });
    },
    ...nodePlatform,
    edgeCache,
    close: () => agent.destroy(),
  };
}

/** Nothing is read of `chunks` before somebody asks for it. */
function toStream(chunks: AsyncIterable<Uint8Array> | null): ReadableStream<Uint8Array> | null {
  if (chunks === null) return null;
  const iterator = chunks[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}
