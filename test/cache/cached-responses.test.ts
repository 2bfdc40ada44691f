/** A repeated query comes back as text, without being executed, and never where that would change the answer. */

import { describe, expect, test } from 'vitest';
import { bothKey, demoAccountId } from '../../emulator/accounts.ts';
import { toGet } from '../support/get-request.ts';
import {
  type Ask,
  createTestGateway,
  demoHeaders,
  type TestGateway,
  type TestIsolate,
} from '../support/test-gateway.ts';

const query = `query Page($first: Int!, $branches: [String!]) {
  testSessions(first: $first, filter: {branches: $branches}) { nodes { id name } }
}`;
const variables = { first: 2, branches: ['main'] };

async function createWarmGateway(): Promise<TestGateway> {
  const gateway = createTestGateway();
  await gateway.ask(query, { variables });
  await gateway.settle();
  return gateway;
}

async function storeOf(isolate: TestIsolate, text: string, options: Ask = { variables }) {
  return ((await isolate.ask(text, options)).headers.get('cache-status') ?? '').split(/[;,]/)[0];
}

describe('is served', () => {
  test.each([
    ['the same', query],
    ['other spaces', query.replaceAll(/\s+/g, '  \n\t')],
    ['commas between', query.replace('id name', 'id, name,')],
    ['comments', `# mine\n${query.replace('nodes', '# theirs\n nodes')}`],
  ])('for %s', async (_case, text) => {
    expect(await storeOf(await createWarmGateway(), text)).toBe('gateway-responses');
  });

  test('for variables in another order', async () => {
    const reordered = { branches: ['main'], first: 2 };
    expect(await storeOf(await createWarmGateway(), query, { variables: reordered })).toBe(
      'gateway-responses',
    );
  });

  test('with the same data, content type and ETag as when it was executed', async () => {
    const gateway = createTestGateway();
    const text = '{ testSessions(first: 2) { nodes { id } } }';
    const executed = await gateway.fetch(toGet(text));
    const whole = await gateway.fetch(toGet(text));
    expect(whole.headers.get('cache-status')).toMatch(/^gateway-responses; hit/);
    for (const name of ['content-type', 'etag', 'cache-control', 'age', 'vary']) {
      expect([name, whole.headers.get(name)]).toEqual([name, executed.headers.get(name)]);
    }
    const [a, b] = await Promise.all([executed.json(), whole.json()]);
    expect(b).toEqual({
      ...Object(a),
      extensions: { cost: expect.objectContaining({ upstreamCalls: 0, savedCalls: 1 }) },
    });
  });
});

describe('is not served', () => {
  test.each<[string, string, Ask]>([
    ['for other variables', query, { variables: { ...variables, first: 3 } }],
    ['for variables of another list', query, { variables: { ...variables, branches: ['main', 'dev'] } }],
    ['for another selection', query.replace('name', 'status'), { variables }],
    [
      'for spaces inside a string',
      query.replace('$branches})', '["main "]})').replace(', $branches: [String!]', ''),
      { variables: { first: 2 } },
    ],
    [
      'for another Accept',
      query,
      { variables, headers: { ...demoHeaders, accept: 'application/graphql-response+json' } },
    ],
    ['with the debug header', query, { variables, headers: { ...demoHeaders, 'x-gateway-debug': '1' } }],
    ['for no-cache', query, { variables, headers: { ...demoHeaders, 'cache-control': 'no-cache' } }],
    ['for no-store', query, { variables, headers: { ...demoHeaders, 'cache-control': 'no-store' } }],
    [
      'for another key',
      query,
      { variables, headers: { authorization: `Bearer ${bothKey}`, 'x-checkly-account': demoAccountId } },
    ],
  ])('%s', async (_case, text, options) => {
    expect(await storeOf(await createWarmGateway(), text, options)).not.toBe('gateway-responses');
  });

  test('for a wrong credential', async () => {
    const gateway = await createWarmGateway();
    for (const authorization of ['', 'Bearer cu_nobody', 'Basic x']) {
      const answer = await gateway.ask(query, { variables, headers: { ...demoHeaders, authorization } });
      expect([answer.status, answer.data]).toEqual([401, { testSessions: null }]);
    }
  });

  test('once a page that it was made from is no longer fresh', async () => {
    const gateway = createTestGateway({ emulator: { sessions: 0 } });
    await gateway.ask(query, { variables });
    // Whether the account was purged is looked for each 5 s, which takes the longer way once.
    await gateway.clock.advance(9_999);
    await gateway.ask(query, { variables });
    expect(await storeOf(gateway, query)).toBe('gateway-responses');
    await gateway.clock.advance(1);
    expect(await storeOf(gateway, query)).toBe('gateway-memory');
  });

  test('past the validity, until upstream took the credential again', async () => {
    const gateway = createTestGateway();
    const settled = '{ testSessions(first: 1, filter: {to: "2026-11-20T00:00:00Z"}) { nodes { id } } }';
    await gateway.ask(settled);
    await gateway.clock.advance(59_000);
    await gateway.ask(settled);
    expect(await storeOf(gateway, settled, {})).toBe('gateway-responses');
    await gateway.clock.advance(1_000);
    expect(await storeOf(gateway, settled, {})).toBe('gateway-memory');
    expect(await storeOf(gateway, settled, {})).toBe('gateway-responses');
    expect(gateway.upstreamCalls()).toBe(2);
  });

  test('for an answer with errors, nor for one that nothing of upstream’s is in', async () => {
    const gateway = createTestGateway();
    const failing =
      '{ a: testSessions(first: -1) { nodes { id } } b: testSessions(first: 1) { nodes { id } } }';
    for (const text of [failing, '{ __typename }', '{ nothing }']) {
      await gateway.ask(text, {});
      expect(await storeOf(gateway, text, {})).not.toBe('gateway-responses');
    }
  });

  test('for an answer that was stale when it was made', async () => {
    const gateway = await createWarmGateway();
    await gateway.clock.advance(20_000);
    expect(await storeOf(gateway, query)).toBe('gateway-memory');
    await gateway.settle();
    expect(await storeOf(gateway, query)).toBe('gateway-memory');
    expect(await storeOf(gateway, query)).toBe('gateway-responses');
  });
});
