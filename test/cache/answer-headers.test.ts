/** What an answer says about its age, and which stores gave it. */

import { describe, expect, test } from 'vitest';
import { createTestGateway, demoHeaders, type TestGateway } from '../support/test-gateway.ts';

const head = '{ testSessions(first: 1, filter: {branches: ["quiet"]}) { nodes { name } } }';
const closed = '{ testSessions(first: 1, filter: {to: "2026-11-20T00:00:00Z"}) { nodes { name } } }';
const both = `{ a: ${head.slice(2, -2)} b: ${closed.slice(2, -2)} }`;
const running = '{ testSessions(first: 1, filter: {branches: ["busy"]}) { nodes { name } } }';

function createQuietGateway(): TestGateway {
  const gateway = createTestGateway({ emulator: { sessions: 0 } });
  gateway.emulator.addSessions([
    { branchName: 'quiet', name: 'old', created_at: '2026-11-01T00:00:00.000Z' },
    { branchName: 'busy', name: 'new', status: 'RUNNING' },
  ]);
  return gateway;
}

const agesOf = ({ headers }: { headers: Headers }) => [headers.get('age'), headers.get('cache-control')];

describe('Age and Cache-Control', () => {
  test.each([
    ['the head of a list', head, 'private, max-age=10'],
    ['a page with something running', running, 'private, max-age=5'],
    ['a closed window', closed, 'private, max-age=86400'],
    ['the least of two pages', both, 'private, max-age=10'],
  ])('of %s', async (_case, query, control) => {
    expect(agesOf(await createQuietGateway().ask(query))).toEqual(['0', control]);
  });

  test('of pages with different ages: as old as the oldest, fresh as long as the least fresh', async () => {
    const gateway = createQuietGateway();
    await gateway.ask(closed);
    await gateway.clock.advance(30_000);
    await gateway.ask(head);
    await gateway.clock.advance(4_000);
    expect(agesOf(await gateway.ask(both))).toEqual(['34', 'private, max-age=40']);
  });

  test('parts of a second never make an answer look fresher', async () => {
    const gateway = createQuietGateway();
    await gateway.ask(head);
    await gateway.clock.advance(9_999);
    expect(agesOf(await gateway.ask(head))).toEqual(['9', 'private, max-age=9']);
  });

  test('of what needs nothing of upstream’s: not kept without asking', async () => {
    const answer = await createQuietGateway().ask('{ __typename }');
    expect([...agesOf(answer), answer.headers.get('cache-status')]).toEqual([
      null,
      'private, no-cache',
      null,
    ]);
  });

  test.each([
    ['a bad argument', '{ testSessions(first: -1) { nodes { id } } }'],
    ['a syntax error', '{ testSessions('],
    ['an unknown field', '{ nothing }'],
    [
      'one field of two that fails',
      `{ a: testSessions(first: -1) { nodes { id } } b: ${head.slice(2, -2)} }`,
    ],
  ])('%s is not stored', async (_case, query) => {
    const answer = await createQuietGateway().ask(query);
    expect(answer.errors.length).toBeGreaterThan(0);
    expect(agesOf(answer)).toEqual([null, 'no-store']);
  });

  test('entities of a supergraph have them, too: routers read them', async () => {
    const gateway = createQuietGateway();
    const [id] = gateway.emulator.addSessions([{ name: 'entity', status: 'PASSED' }]);
    const entities = `{ _entities(representations: [{__typename: "TestSession", sessionId: "${id}"}]) { ... on TestSession { name } } }`;
    expect(agesOf(await gateway.ask(entities))).toEqual(['0', 'private, max-age=3600']);
  });
});

test('Vary names what an answer depends on, errors included', async () => {
  const gateway = createQuietGateway();
  const vary = 'Authorization, X-Checkly-Account, Accept, Accept-Encoding';
  for (const query of [head, head, '{ __typename }', '{ nothing }']) {
    expect((await gateway.ask(query)).headers.get('vary')).toBe(vary);
  }
});

describe('Cache-Status', () => {
  const statusOf = ({ headers }: { headers: Headers }) => headers.get('cache-status');
  const explained = { headers: { ...demoHeaders, 'x-gateway-debug': '1' } };

  test('names each store from upstream on: upstream, memory, cached responses, edge', async () => {
    const gateway = createQuietGateway();
    const seen = [statusOf(await gateway.ask(head))];
    await gateway.settle();
    seen.push(statusOf(await gateway.ask(head, explained)), statusOf(await gateway.ask(head)));
    seen.push(statusOf(await gateway.newIsolate().ask(head)));
    expect(seen).toEqual([
      'gateway-edge; fwd=miss, gateway-memory; fwd=miss',
      'gateway-memory; hit; ttl=10',
      'gateway-responses; hit; ttl=10',
      'gateway-edge; hit; ttl=10, gateway-memory; fwd=miss',
    ]);
  });

  test('is a miss when one page of two was', async () => {
    const gateway = createQuietGateway();
    await gateway.ask(head);
    expect(statusOf(await gateway.ask(both))).toBe('gateway-edge; fwd=miss, gateway-memory; fwd=miss');
  });

  test('says that a miss was another request’s call', async () => {
    const gateway = createQuietGateway();
    gateway.emulator.setFaults([{ delayMs: 20 }]);
    const answers = await gateway.clock.run(Promise.all([gateway.askNow(head), gateway.askNow(head)]));
    expect(answers.map(statusOf)).toEqual([
      'gateway-edge; fwd=miss, gateway-memory; fwd=miss',
      'gateway-edge; fwd=miss; collapsed, gateway-memory; fwd=miss; collapsed',
    ]);
    expect(answers.map(({ extensions }) => extensions.cost)).toEqual([
      expect.objectContaining({ upstreamCalls: 1, savedCalls: 0 }),
      expect.objectContaining({ upstreamCalls: 0, savedCalls: 1 }),
    ]);
  });
});
