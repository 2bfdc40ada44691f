/** The table of errors, each row provoked over a socket, in the deployable bundle. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoAccountId, demoKey, otherAccountId } from '../../emulator/accounts.ts';
import type { Fault } from '../../emulator/faults.ts';
import { type Gateway, startGateway } from '../../scripts/start-bundle.ts';
import { askOverSocket, type SocketAnswer } from './graphql-client.ts';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({
    vars: { PUBLIC_ACCESS: undefined, REQUEST_TIMEOUT_MS: '1500' },
    emulator: { sessions: 50 },
  });
});
afterAll(() => gateway?.close());

const credential = { authorization: `Bearer ${demoKey}`, 'x-checkly-account': demoAccountId };
/** What upstream may say and no reader may see. */
const leak = `leaked ${demoKey} at Object.<anonymous> (/srv/upstream/secret.js:1:1)`;

/** A query whose page nobody read before, so that upstream is asked. */
function freshQuery(): string {
  branches += 1;
  return `{ testSessions(filter: { branches: ["b${branches}"] }, first: 1) { nodes { id } } }`;
}
let branches = 0;

function expectNoLeak({ text, headers }: SocketAnswer): void {
  expect(text).not.toMatch(/leaked|secret|cu_demo|\.[jt]s:\d|node_modules|127\.0\.0\.1|localhost|at \w+ \(/);
  expect(headers['x-request-id']).toMatch(/^[\w-]{16,}$/);
}

describe.each(['application/json', 'application/graphql-response+json'])('as %s', (accept) => {
  const isModern = accept !== 'application/json';

  test.each([
    ['syntax', '{ testSessions(', {}, 'GRAPHQL_PARSE_FAILED'],
    ['a field that is not there', '{ nothing }', {}, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'a literal that is no enum value',
      '{ testSessions(filter: { statuses: [DONE] }) { nodes { id } } }',
      {},
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'a bad variable',
      'query ($n: Int) { testSessions(first: $n) { nodes { id } } }',
      { n: 'x' },
      'BAD_USER_INPUT',
    ],
  ])('%s', async (_case, query, variables, code) => {
    const answer = await askOverSocket(gateway.url, query, { variables, accept, headers: credential });
    expect([answer.status, answer.body]).toMatchObject([
      isModern ? 400 : 200,
      { errors: [{ extensions: { code } }] },
    ]);
    expect(answer.body).not.toHaveProperty('data');
    expect(answer.headers['content-type']).toContain(accept);
    expectNoLeak(answer);
  });

  test('no credential', async () => {
    const answer = await askOverSocket(gateway.url, freshQuery(), { accept });
    expect([answer.status, answer.headers['www-authenticate'], answer.body]).toMatchObject([
      401,
      'Bearer',
      { data: { testSessions: null }, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
    ]);
    expectNoLeak(answer);
  });
});

describe('the reader can mend', () => {
  test.each([
    ['a bad argument', 'first: -1', { argument: 'first', reason: 'must be 0 or more, but is -1' }],
    ['a bad filter', 'filter: { search: "ab" }', { argument: 'filter.search' }],
    ['a bad cursor', 'after: "nonsense"', { argument: 'after' }],
  ])('%s', async (_case, args, more) => {
    const callsBefore = gateway.emulator.stats().recent.length;
    const query = `{ testSessions(${args}) { nodes { id } } }`;
    const answer = await askOverSocket(gateway.url, query, { headers: credential });
    expect([answer.status, answer.body]).toMatchObject([
      200,
      {
        data: { testSessions: null },
        errors: [
          {
            path: ['testSessions'],
            extensions: { code: 'BAD_USER_INPUT', reason: expect.any(String), ...more },
          },
        ],
      },
    ]);
    expect(gateway.emulator.stats().recent).toHaveLength(callsBefore);
    expectNoLeak(answer);
  });

  test('an account that is not theirs', async () => {
    const headers = { ...credential, 'x-checkly-account': otherAccountId };
    const answer = await askOverSocket(gateway.url, freshQuery(), { headers });
    expect([answer.status, answer.body]).toMatchObject([
      200,
      { errors: [{ extensions: { code: 'FORBIDDEN' } }] },
    ]);
    expectNoLeak(answer);
  });
});

describe('upstream answers', () => {
  const unavailable = (upstreamStatus: number | null) => ({ code: 'UPSTREAM_UNAVAILABLE', upstreamStatus });

  test.each<[string, Fault, object, number]>([
    ['402', { status: 402 }, { code: 'PAYMENT_REQUIRED' }, 200],
    ['403', { status: 403 }, { code: 'FORBIDDEN' }, 200],
    [
      '429 for long',
      { status: 429, headers: { 'retry-after': '42' } },
      { code: 'RATE_LIMITED', retryAfter: 42 },
      200,
    ],
    ['429 for ever', { status: 429 }, { code: 'RATE_LIMITED', retryAfter: 60 }, 200],
    ['408', { status: 408 }, { code: 'UPSTREAM_TIMEOUT' }, 200],
    ['never', { hang: true }, { code: 'UPSTREAM_TIMEOUT' }, 200],
    ['too late', { delayMs: 5000 }, { code: 'UPSTREAM_TIMEOUT' }, 200],
    ['500', { status: 500 }, unavailable(500), 200],
    ['502', { status: 502, body: `<html>${leak}</html>` }, unavailable(502), 200],
    ['503', { status: 503 }, unavailable(503), 200],
    ['with a dropped connection', { dropConnection: true }, unavailable(null), 200],
    [
      'with a redirect',
      { status: 302, headers: { location: 'https://secret.example' } },
      { code: 'UPSTREAM_INVALID_RESPONSE' },
      200,
    ],
    ['what is not JSON', { status: 200, body: leak }, { code: 'UPSTREAM_INVALID_RESPONSE' }, 200],
    ['what is not a list', { status: 200, body: { leak } }, { code: 'UPSTREAM_INVALID_RESPONSE' }, 200],
    [
      'too much',
      { status: 200, body: 'x'.repeat(9 * 1024 * 1024) },
      { code: 'UPSTREAM_INVALID_RESPONSE' },
      200,
    ],
    // Last: it ends the credential's validity.
    ['401', { status: 401 }, { code: 'UNAUTHENTICATED' }, 401],
  ])('%s', async (_case, fault, extensions, status) => {
    gateway.emulator.setFaults([
      { body: { statusCode: fault.status, error: leak, message: leak }, ...fault, match: '/v1' },
    ]);
    const answer = await askOverSocket(gateway.url, freshQuery(), { headers: credential });
    gateway.emulator.setFaults([]);
    // Five failures in a row would open the account's circuit for the cases that follow.
    await askOverSocket(gateway.url, freshQuery(), { headers: credential });
    expect([answer.status, answer.body]).toMatchObject([
      status,
      { data: { testSessions: null }, errors: [{ path: ['testSessions'], extensions }] },
    ]);
    expectNoLeak(answer);
  });

  test('one malformed entry: the row is null, the rest is there', async () => {
    gateway.emulator.addSessions([
      { branchName: 'odd', name: 'good' },
      { branchName: 'odd', name: { leak } },
    ]);
    const query = '{ testSessions(filter: { branches: ["odd"] }) { edges { node { name } } } }';
    const answer = await askOverSocket(gateway.url, query, { headers: credential });
    expect(answer.body).toMatchObject({
      data: { testSessions: { edges: expect.arrayContaining([{ node: null }, { node: { name: 'good' } }]) } },
      errors: [
        {
          path: ['testSessions', 'edges', expect.any(Number), 'node'],
          extensions: { code: 'UPSTREAM_INVALID_RESPONSE' },
        },
      ],
    });
    expectNoLeak(answer);
  });
});

test('the log holds no key', () => {
  expect(gateway.log()).not.toContain(demoKey);
});
