/** How the GraphiQL page asks the gateway. Knows no credential: `headers` and the headers editor have them. */
import { readEventStream } from './event-stream.ts';
import type { Answer } from './last-answer.ts';
import { withoutFederation } from './public-schema.ts';

interface GraphiqlRequest {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string | null;
}

export interface FetcherOptions {
  /** Sent with each request, unless the headers editor has its own. */
  headers(): Record<string, string>;
  /** Told of every answer but that to GraphiQL's own introspection. */
  onAnswer(answer: Answer): void;
}

type Fetcher = (request: GraphiqlRequest, options?: { headers?: Record<string, string> }) => Promise<unknown>;

/**
 * The fetcher returns the answer, or the answers in turn when the gateway streams them, as for a subscription. Of the
 * schema it hands on what clients use.
 */
export function createFetcher({ headers, onAnswer }: FetcherOptions): Fetcher {
  return async (request, options) => {
    const startedAt = performance.now();
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: { ...mergeHeaders(headers(), options?.headers), ...ownHeaders },
      body: JSON.stringify({ ...request, operationName: knownOperationName(request) }),
    });
    const isIntrospection = request.operationName === 'IntrospectionQuery';
    const report = (body: unknown) => {
      if (isIntrospection) return;
      const durationMs = performance.now() - startedAt;
      onAnswer({ status: response.status, durationMs, headers: response.headers, body });
    };
    const contentType = response.headers.get('content-type') ?? '';
    if (contentType.startsWith('text/event-stream') && response.body !== null) {
      report(undefined);
      return readEventStream(response.body);
    }
    if (contentType.includes('json')) {
      const body: unknown = await response.json();
      report(body);
      return isIntrospection ? withoutFederation(body) : body;
    }
    throw new Error(`The gateway answered HTTP ${response.status} without JSON: ${await response.text()}`);
  };
}

const ownHeaders = {
  'content-type': 'application/json',
  accept: 'application/graphql-response+json, application/json;q=0.9, text/event-stream;q=0.8',
};

/** Header names count without regard to case. */
function mergeHeaders(fields: Record<string, string>, editor: Record<string, string> = {}) {
  const lowered = Object.entries(editor).map(([name, value]) => [name.toLowerCase(), value]);
  return { ...fields, ...Object.fromEntries(lowered) };
}

/** For 100 ms after a change of tabs GraphiQL still names the operation of the tab before. */
function knownOperationName({ query, operationName }: GraphiqlRequest): string | undefined {
  if (operationName === null || operationName === undefined) return undefined;
  return new RegExp(`\\b(query|mutation|subscription)\\s+${operationName}\\b`).test(query)
    ? operationName
    : undefined;
}
