/** The line in the log that each failed call to Checkly leaves, the trace that calls hand on, and their spans. */

import { describe, expect, test } from 'vitest';
import type { Fault } from '../../emulator/faults.ts';
import { toRouteName } from '../../src/checkly/failure-line.ts';
import { createCustomGateway, emptyPage } from '../support/custom-gateway.ts';
import { createTestGateway, demoHeaders } from '../support/test-gateway.ts';

const list = '{ testSessions(first: 1, filter: {branches: ["secret-branch"]}) { nodes { id } } }';

async function linesUnder(faults: readonly Fault[], query = list) {
  const gateway = createTestGateway();
  gateway.emulator.setFaults(faults);
  await gateway.ask(query);
  return gateway.log.filter(({ message }) => message === 'A call to Checkly failed.');
}

const line = {
  level: 'warn',
  message: 'A call to Checkly failed.',
  requestId: 'request-1',
  tenant: expect.stringMatching(/^[0-9a-f]{12}$/),
  route: '/v1/test-sessions',
};

test('each attempt that fails is told', async () => {
  const delayed = { status: 503, delayMs: 40 };
  expect(await linesUnder([delayed])).toEqual([
    { ...line, kind: 'unavailable', status: 503, attempt: 1, ms: 40 },
    { ...line, kind: 'unavailable', status: 503, attempt: 2, ms: 40 },
    { ...line, kind: 'unavailable', status: 503, attempt: 3, ms: 40 },
  ]);
});

test.each<[string, Fault, Record<string, unknown>]>([
  ['a refused credential, which wakes nobody', { status: 401 }, { level: 'info', kind: 'unauthenticated' }],
  ['a plan that lacks it', { status: 402 }, { level: 'info', kind: 'payment-required' }],
  ['a time-out', { hang: true }, { kind: 'timeout', ms: 10_000 }],
  ['a 400', { status: 400 }, { kind: 'refused', status: 400 }],
  ['a redirect', { status: 302, body: '' }, { kind: 'invalid-response' }],
  ['what is not JSON', { body: '{' }, { kind: 'invalid-response', attempt: null, ms: null }],
  ['what is not the contract', { body: {} }, { kind: 'invalid-response', attempt: null, ms: null }],
])('tells %s once', async (_case, fault, told) => {
  expect(await linesUnder([fault])).toEqual([{ ...line, status: null, attempt: 1, ms: 0, ...told }]);
});

test('what does not exist is no failure', async () => {
  const session = '{ testSession(id: "99999999-9999-4999-8999-999999999999") { status } }';
  expect(await linesUnder([], session)).toEqual([]);
});

test.each([
  ['/v1/test-sessions?nextId=t', '/v1/test-sessions'],
  ['/v1/test-sessions/an-id', '/v1/test-sessions/{id}'],
  ['/v1/test-sessions/an-id/completion?maxWaitSeconds=30', '/v1/test-sessions/{id}/completion'],
  ['/v1/test-session-error-groups/an-id', '/v1/test-session-error-groups/{id}'],
  ['/v1/test-session-error-groups/projects/an-id', '/v1/test-session-error-groups/projects/{id}'],
  ['/next/accounts/an-id', '/next/accounts/{id}'],
])('%s is told as %s', (path, route) => {
  expect(toRouteName(path)).toBe(route);
});

describe('traceparent', () => {
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  const spanId = 'b7ad6b7169203331';

  async function handedOn(traceparent: string | null) {
    const headers = { ...demoHeaders, ...(traceparent === null ? {} : { traceparent }) };
    const calls: (string | null)[] = [];
    const gateway = createTestGateway();
    const { fetch } = gateway.emulator;
    gateway.emulator.fetch = (request: Request) => {
      calls.push(request.headers.get('traceparent'));
      return fetch(request);
    };
    await gateway.ask(list, { headers });
    return calls;
  }

  test('is handed on with a span id of its own', async () => {
    expect(await handedOn(`00-${traceId}-${spanId}-01`)).toEqual([`00-${traceId}-8000000080000000-01`]);
  });

  test.each([null, 'cu_not-a-trace', `00-${traceId}-${spanId}-01-cu_more`])(
    'is not made up, and not handed on as it is: %j',
    async (header) => {
      expect(await handedOn(header)).toEqual([null]);
    },
  );
});

test('each attempt runs in a span that names the route and no id', async () => {
  const spans: unknown[] = [];
  const answers = [new Response(null, { status: 503 }), Response.json(emptyPage)];
  const gateway = createCustomGateway(() => answers.shift() ?? new Response(null, { status: 500 }), {
    host: {
      enterSpan: (name, run) => {
        const attributes = new Map<string, unknown>();
        spans.push([name, attributes]);
        return run({ setAttribute: (attribute, value) => void attributes.set(attribute, value) });
      },
    },
  });
  await gateway.ask(list);
  expect(spans).toEqual([
    [
      'GET /v1/test-sessions',
      new Map<string, unknown>(Object.entries({ attempt: 1, failure: 'unavailable' })),
    ],
    ['GET /v1/test-sessions', new Map([['attempt', 2]])],
  ]);
});
