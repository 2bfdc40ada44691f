/** A subscription's events: each one bounded, and its errors coded and named by the request, as an answer's are; and a line in the log at its end. */

import type { ExecutionResult, GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { toLogName } from '../credentials/reader.ts';
import type { Host } from '../host.ts';
import type { ServerContext } from '../server-context.ts';
import { withRequestId } from './error-request-id.ts';
import { codeErrors } from './result-errors.ts';

type MaskError = (error: unknown) => GraphQLError;

export function useBoundedEvents(host: Host, maskError: MaskError): Plugin<ServerContext, ServerContext> {
  return {
    // What fails before its first event is told as one.
    onResultProcess({ result, setResult, serverContext: { asked, requestId } }) {
      if (asked.accepted.json !== null || Array.isArray(result) || Symbol.asyncIterator in result) return;
      setResult(withRequestId(result, requestId));
    },
    onSubscribe({ args }) {
      return {
        onSubscribeResult({ result, setResult }) {
          if (Symbol.asyncIterator in result)
            setResult(boundEvents(result, args.contextValue, host, maskError));
        },
      };
    },
  };
}

function boundEvents(
  source: AsyncIterable<ExecutionResult>,
  context: ServerContext,
  host: Host,
  maskError: MaskError,
): AsyncGenerator<ExecutionResult> {
  const events = source[Symbol.asyncIterator]();
  const startedAt = host.now();
  let given = 0;
  let isOver = false;
  const end = (how: 'complete' | 'left' | 'failed'): void => {
    if (isOver) return;
    isOver = true;
    logEnd(host, context, { how, events: given, ms: host.now() - startedAt });
  };
  return {
    async next() {
      context.meter.start();
      try {
        const { done, value } = await events.next();
        if (done === true) {
          end('complete');
          return { done, value: undefined };
        }
        given += 1;
        // The response has its status already.
        const { http: _status, ...event } = codeErrors(value, context, maskError);
        return { done: false, value: withRequestId(event, context.requestId) };
      } catch (error) {
        end('failed');
        throw error;
      }
    },
    async return() {
      end('left');
      await events.return?.();
      return { done: true, value: undefined };
    },
    async throw(error) {
      end('failed');
      await events.return?.();
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    async [Symbol.asyncDispose]() {
      await this.return(undefined);
    },
  };
}

interface EventsEnd {
  readonly how: 'complete' | 'left' | 'failed';
  readonly events: number;
  readonly ms: number;
}

/** Beside the line of its request, which is written when it begins. */
function logEnd(host: Host, context: ServerContext, { how, events, ms }: EventsEnd): void {
  const { requestId, identified, trace, config } = context;
  if (config.loggedRequestsPercent === 0) return;
  host.log({
    level: 'info',
    message: 'GraphQL subscription ended.',
    requestId,
    tenant: identified.reader === null ? null : toLogName(identified.reader.accountTag),
    how,
    events,
    errorCodes: trace.errorCodes(),
    upstreamCalls: trace.upstreamCalls(),
    ms,
  });
}
