/** How the GraphiQL page asks the gateway. Sends the headers of the headers editor and no credential of its own. */
import { readEventStream } from './event-stream.ts';

export interface GraphiqlRequest {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string | null;
}

/** @returns the answer, or the answers in turn when the gateway streams them, as it does for a subscription */
export async function fetchGraphql(
  request: GraphiqlRequest,
  options?: { headers?: Record<string, string> },
): Promise<unknown> {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: {
      ...options?.headers,
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json;q=0.9, text/event-stream;q=0.8',
    },
    body: JSON.stringify({ ...request, operationName: knownOperationName(request) }),
  });
  const contentType = response.headers.get('content-type') ?? '';
  if (contentType.startsWith('text/event-stream') && response.body !== null) {
    return readEventStream(response.body);
  }
  if (contentType.includes('json')) return response.json();
  throw new Error(`The gateway answered HTTP ${response.status} without JSON: ${await response.text()}`);
}

/** For 100 ms after a change of tabs GraphiQL still names the operation of the tab before. */
function knownOperationName({ query, operationName }: GraphiqlRequest): string | undefined {
  if (operationName === null || operationName === undefined) return undefined;
  return new RegExp(`\\b(query|mutation|subscription)\\s+${operationName}\\b`).test(query)
    ? operationName
    : undefined;
}
