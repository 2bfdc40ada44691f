/** A gateway whose readers subscribe to a session's end over server-sent events, and the events they get. */

import {
  createTestGateway,
  demoHeaders,
  type TestGateway,
  type TestGatewayOptions,
} from '../support/test-gateway.ts';

export const completionRoute = 'GET /v1/test-sessions/{id}/completion';
export const unknownId = 'aaaaaaaa-0000-4000-8000-000000000000';

export function createWorld(options: TestGatewayOptions = {}): TestGateway {
  return createTestGateway({
    ...options,
    vars: { SHARED_CACHE: 'none', ...options.vars },
    emulator: { sessions: 0 },
  });
}

/** An ended session that upstream says still runs for `waits` of its long polls. */
export function addSession(gateway: TestGateway, waits: number): string {
  const [id = ''] = gateway.emulator.addSessions([{ name: 'waited for' }]);
  if (waits > 0)
    gateway.emulator.setFaults([{ contains: '/completion', status: 408, delayMs: 30_000, times: waits }]);
  return id;
}

export function subscribe(
  gateway: TestGateway,
  id: string,
  headers: Record<string, string> = demoHeaders,
): Promise<Response> {
  const query =
    'subscription ($id: ID!) { testSessionCompleted(id: $id) { name status durationMs region results { status } } }';
  return gateway.fetch(
    new Request('https://gateway.example/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
      body: JSON.stringify({ query, variables: { id } }),
    }),
  );
}

export interface StreamEvent {
  readonly event: string;
  readonly data: unknown;
}

/** The events till the stream's end, without its pings. */
export async function readEvents(gateway: TestGateway, response: Response): Promise<StreamEvent[]> {
  const text = await gateway.clock.run(response.text());
  return text
    .split('\n\n')
    .map((part) => /^event: (\w+)\ndata: ?(.*)$/s.exec(part.replace(/^(:\n*)+/, '').trim()))
    .filter((match) => match !== null)
    .map(([, event = '', data = '']) => ({ event, data: data === '' ? null : JSON.parse(data) }));
}

export const complete = { event: 'complete', data: null };
