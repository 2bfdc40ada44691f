/**
 * Subscriptions as Apollo's clients ask for them: parts of `multipart/mixed;subscriptionSpec=1.0`, each with one event as
 * its `payload`, and empty parts that keep the connection open. Beside server-sent events, which are Yoga's.
 */

import type { ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Host } from '../host.ts';
import type { ServerContext } from '../server-context.ts';

/** Proxies close a connection that is silent for half a minute or more. */
const heartbeatMs = 5_000;

const boundary = 'graphql';

/** Takes part where the client prefers it among streams. */
export function useMultipartSubscriptions(host: Pick<Host, 'sleep'>): Plugin<object, ServerContext> {
  return {
    onResultProcess({ result, serverContext, setResultProcessor }) {
      if (serverContext.asked.accepted.stream !== 'multipart/mixed') return;
      if (Array.isArray(result) || !(Symbol.asyncIterator in result)) return;
      const events = result[Symbol.asyncIterator]();
      setResultProcessor(() => toMultipart(events, host), 'multipart/mixed');
    },
  };
}

function toMultipart(events: AsyncIterator<ExecutionResult>, { sleep }: Pick<Host, 'sleep'>): Response {
  const encoder = new TextEncoder();
  let next: Promise<IteratorResult<ExecutionResult>> | null = null;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode(`\r\n--${boundary}`));
    },
    async pull(controller) {
      next ??= events.next();
      const waiting = new AbortController();
      const event = await Promise.race([next, sleep(heartbeatMs, waiting.signal)]);
      waiting.abort();
      if (event === undefined) {
        controller.enqueue(encoder.encode(toPart({})));
        return;
      }
      next = null;
      if (event.done === true) {
        controller.enqueue(encoder.encode('--\r\n'));
        controller.close();
        return;
      }
      controller.enqueue(encoder.encode(toPart({ payload: event.value })));
    },
    async cancel() {
      await events.return?.();
    },
  });
  const type = `multipart/mixed;boundary="${boundary}";subscriptionSpec=1.0`;
  return new Response(body, { headers: { 'content-type': type } });
}

/** With the delimiter after it: clients read a part when they see its end. */
function toPart(content: object): string {
  return `\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(content)}\r\n--${boundary}`;
}
