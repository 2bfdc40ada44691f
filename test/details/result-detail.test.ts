/** One result in depth: what it tells, what it costs, and that signed addresses are left nowhere. */

import { describe, expect, test } from 'vitest';
import { createTestGateway, demoHeaders, type TestGateway, toRequest } from '../support/test-gateway.ts';
import { createWorld, detailOf, detailRoute, failed, listRoute } from './world.ts';

const resultRoute = 'GET /v1/test-sessions/{id}/results/{resultId}';
const assetsRoute = `${resultRoute}/assets`;
const resultId = 'dddddddd-0000-4000-8000-000000000001';

const whole = {
  ...detailOf('', { testSessionResultId: resultId, status: 'PASSED', resultType: 'FINAL' }).results[0],
  id: resultId,
  stoppedAt: '2026-11-24T11:00:02.000Z',
  sequenceId: 'eeeeeeee-0000-4000-8000-000000000001',
  attempts: 2,
  filePath: 'checkout.spec.ts',
  isCancelled: false,
  overMaxResponseTime: true,
  privateLocationId: 'ffffffff-0000-4000-8000-000000000001',
  scheduleError: null,
  traceId: 'abc',
  created_at: '2026-11-24T11:00:00.000Z',
  updated_at: null,
  apiCheckResult: {
    assertions: [
      { source: 'STATUS_CODE', property: '', comparison: 'EQUALS', target: 200, actual: 503, error: 'no' },
      {},
    ],
    response: { status: 503 },
    requestError: 'refused',
    jobAssets: ['https://assets.example/mark-of-an-address'],
  },
  playwrightCheckResult: { errors: ['text', { message: 'object' }, { odd: 1 }, null] },
};
const detailFields = `sequenceId attempts errors responseStatus summary filePath isCancelled isOverMaxResponseTime
  scheduleError traceId privateLocation { id } createdAt updatedAt
  assertions { source property comparison target actual error }`;
const asked = (sessionId: string, fields: string) =>
  `{ testSessionResult(sessionId: "${sessionId}", id: "${resultId}") { ${fields} } }`;

function createResultWorld(result: object = whole, assets: object = { assets: [] }) {
  const { gateway, ids } = createWorld([failed]);
  const path = `/v1/test-sessions/${ids[0]}/results/${resultId}`;
  gateway.emulator.setFaults([
    { match: `${path}/assets`, body: assets },
    { match: path, body: result },
  ]);
  return { gateway, sessionId: ids[0] ?? '' };
}

describe('testSessionResult', () => {
  test('tells the result and its detail at one call', async () => {
    const { gateway, sessionId } = createResultWorld();
    const answer = await gateway.ask(asked(sessionId, `id status isFlaky detail { ${detailFields} }`));
    expect([answer.errors, answer.data]).toEqual([
      [],
      {
        testSessionResult: {
          id: resultId,
          status: 'PASSED',
          isFlaky: true,
          detail: {
            sequenceId: 'eeeeeeee-0000-4000-8000-000000000001',
            attempts: 2,
            errors: ['refused', 'text', 'object', '{"odd":1}', 'null'],
            responseStatus: 503,
            summary: null,
            filePath: 'checkout.spec.ts',
            isCancelled: false,
            isOverMaxResponseTime: true,
            scheduleError: null,
            traceId: 'abc',
            privateLocation: { id: 'ffffffff-0000-4000-8000-000000000001' },
            createdAt: '2026-11-24T11:00:00.000Z',
            updatedAt: null,
            assertions: [
              {
                source: 'STATUS_CODE',
                property: null,
                comparison: 'EQUALS',
                target: '200',
                actual: '503',
                error: 'no',
              },
              { source: null, property: null, comparison: null, target: null, actual: null, error: null },
            ],
          },
        },
      },
    ]);
    expect(gateway.emulator.stats().requests).toEqual({ [resultRoute]: 1 });
    expect(answer.extensions.cost).toMatchObject({ upstreamCalls: 1, requestedCalls: 1 });
  });

  test.each([
    ['passed at once', { attempts: 1 }, false],
    ['failed in the end', { status: 'FAILED' }, false],
    ['is one attempt', { resultType: 'ATTEMPT' }, false],
    ['passed when it was tried again', {}, true],
  ])('is flaky or not: one that %s', async (_what, fields, isFlaky) => {
    const { gateway, sessionId } = createResultWorld({ ...whole, ...fields });
    expect((await gateway.ask(asked(sessionId, 'isFlaky'))).data).toEqual({ testSessionResult: { isFlaky } });
  });

  test('is null where there is none, and costs nothing where an id is malformed', async () => {
    const { gateway, ids } = createWorld([failed]);
    const none = await gateway.ask(asked(ids[0] ?? '', 'id'));
    expect([none.errors, none.data]).toEqual([[], { testSessionResult: null }]);
    const before = gateway.upstreamCalls();
    const bad = await gateway.ask(`{ a: testSessionResult(sessionId: "x", id: "${resultId}") { id }
      b: testSessionResult(sessionId: "${ids[0]}", id: "../..") { id } }`);
    expect(bad.data).toEqual({ a: null, b: null });
    expect(bad.errors.map(({ extensions }) => extensions.argument)).toEqual(['sessionId', 'id']);
    expect(gateway.upstreamCalls()).toBe(before);
  });

  test.each([
    ['attempts', { attempts: 'two' }, "a result's attempts is missing or malformed"],
    ['created_at', { created_at: null }, "a result's created_at is missing or malformed"],
    ['aborted', { aborted: null }, "a result's aborted is missing or malformed"],
    [
      'another result',
      { testSessionResultId: 'dddddddd-0000-4000-8000-000000000002' },
      'it is about another result than was asked for',
    ],
  ])('is an error where Checkly sends it malformed: %s', async (_field, fields, problem) => {
    const { gateway, sessionId } = createResultWorld({ ...whole, ...fields });
    const { data, errors } = await gateway.ask(asked(sessionId, 'id'));
    expect(data).toEqual({ testSessionResult: null });
    expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_INVALID_RESPONSE' } }]);
    expect(errors[0]?.message).toContain(problem);
  });

  test('lists nothing rather than a part where a list is malformed', async () => {
    const parts = { apiCheckResult: { assertions: [1] }, playwrightCheckResult: { errors: 'many' } };
    const { gateway, sessionId } = createResultWorld({ ...whole, ...parts });
    const { data } = await gateway.ask(asked(sessionId, 'detail { errors assertions { source } }'));
    expect(data).toEqual({ testSessionResult: { detail: { errors: null, assertions: null } } });
  });
});

describe('results of a session', () => {
  test('cost one call each in depth, and one for their assets', async () => {
    const gateway = createTestGateway({ emulator: { sessions: 30 } });
    const list = await gateway.ask(
      '{ testSessions(first: 1, filter: {statuses: [PASSED]}) { nodes { sessionId } } }',
    );
    const [sessionId] = JSON.stringify(list.data).match(/[\da-f-]{36}/) ?? [];
    const answer = await gateway.ask(`{ testSession(id: "${sessionId}") { results(first: 2) {
      isFlaky detail { attempts } assets(types: [LOG]) { type name url contentType } } } }`);
    expect(answer.errors).toEqual([]);
    const { requests } = gateway.emulator.stats();
    expect(requests).toEqual({ [listRoute]: 1, [detailRoute]: 1, [resultRoute]: 2, [assetsRoute]: 2 });
    expect(answer.extensions.cost).toMatchObject({ upstreamCalls: 5, requestedCalls: 5 });
  });

  test.each([
    [
      'with `first`, before anything is read',
      '{ testSessions(first: 5) { nodes { results(first: 5) { detail { attempts } } } } }',
      'first: with TestSession.results and TestSessionResult.detail, 5 sessions cost 30 reads one by one; a request may make 25: ask for at most 4, or for single sessions with testSession(id:)',
      {},
    ],
    [
      'of a session by id',
      `{ testSession(id: "${resultId}") { results(first: 13) { isFlaky assets { name } } } }`,
      'first: with TestSessionResult.isFlaky and TestSessionResult.assets, 1 sessions cost 26 reads one by one; a request may make 25: leave them out here, or ask for them in a request of their own',
      {},
    ],
    [
      'of an entity',
      `{ _entities(representations: [{__typename: "TestSession", sessionId: "${resultId}"}]) { ... on TestSession { results(first: 26) { detail { attempts } } } } }`,
      'first: with TestSessionResult.detail, 1 sessions cost 26 reads one by one; a request may make 25: leave them out here, or ask for them in a request of their own',
      {},
    ],
  ])('that are too many are refused %s', async (_when, query, message, requests) => {
    const gateway = createTestGateway({ emulator: { sessions: 9 } });
    const { errors } = await gateway.ask(query);
    expect(errors).toMatchObject([{ message, extensions: { code: 'BAD_USER_INPUT', argument: 'first' } }]);
    expect(gateway.emulator.stats().requests).toEqual(requests);
  });

  test('without `first` are counted when the session is read', async () => {
    const { gateway, ids } = createWorld([failed]);
    const detail = detailOf(ids[0] ?? '', {});
    const body = { ...detail, results: Array(26).fill(detail.results[0]) };
    gateway.emulator.setFaults([{ match: `/v1/test-sessions/${ids[0]}`, body }]);
    const { data, errors } = await gateway.ask(`{ testSession(id: "${ids[0]}") { results { isFlaky } } }`);
    expect(data).toEqual({ testSession: { results: null } });
    expect(errors[0]?.message).toBe(
      'first: with TestSessionResult.isFlaky, 26 results cost 26 reads one by one; a request may make 25: ask for at most 25, or for single results with testSessionResult',
    );
    expect(gateway.emulator.stats().requests).toEqual({ [detailRoute]: 1 });
  });

  test.each([-1, 501])('with `first: %i` are an error', async (first) => {
    const { gateway, ids } = createWorld([failed]);
    const { errors } = await gateway.ask(
      `{ testSession(id: "${ids[0]}") { results(first: ${first}) { id } } }`,
    );
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'first' } }]);
  });
});

describe('assets', () => {
  const url = 'https://assets.example/log.txt?signature=mark-of-an-address';
  const manifest = {
    assets: [
      { type: 'log', name: 'log.txt', url, contentType: 'text/plain', source: {} },
      { type: 'hologram', name: 'a', url, source: {} },
      { type: 'log', name: 'b', url: 'javascript:alert(1)', source: {} },
    ],
    truncated: true,
  };

  test('are listed with what Checkly tells; a malformed one costs its own place', async () => {
    const { gateway, sessionId } = createResultWorld(whole, manifest);
    const answer = await gateway.ask(asked(sessionId, 'hasMoreAssets assets { type name url contentType }'));
    expect(answer.data).toEqual({
      testSessionResult: {
        hasMoreAssets: true,
        assets: [
          { type: 'LOG', name: 'log.txt', url, contentType: 'text/plain' },
          { type: null, name: 'a', url, contentType: null },
          null,
        ],
      },
    });
    expect(answer.errors).toMatchObject([
      { path: ['testSessionResult', 'assets', 2], extensions: { code: 'UPSTREAM_INVALID_RESPONSE' } },
    ]);
    expect(gateway.emulator.stats().requests).toEqual({ [resultRoute]: 1, [assetsRoute]: 1 });
  });

  const good = { assets: manifest.assets.slice(0, 1) };
  const query = (sessionId: string) =>
    asked(sessionId, 'assets(types: [TRACE, LOG, LOG]) { url } detail { attempts }');

  async function createSignedWorld(): Promise<{ gateway: TestGateway; sessionId: string }> {
    const gateway = createTestGateway({ emulator: { sessions: 0 } });
    const [sessionId = ''] = gateway.emulator.addSessions([failed]);
    const path = `/v1/test-sessions/${sessionId}/results/${resultId}`;
    gateway.emulator.setFaults([
      { match: `${path}/assets`, body: good },
      { match: path, body: whole },
    ]);
    return { gateway, sessionId };
  }

  test('are kept in no tier, by no other isolate and in no response, and the answer is no-store', async () => {
    const { gateway, sessionId } = await createSignedWorld();
    for (const isolate of [gateway, gateway, gateway.newIsolate()]) {
      const answer = await isolate.ask(query(sessionId));
      expect([answer.errors, answer.headers.get('cache-control')]).toEqual([[], 'no-store']);
    }
    await gateway.settle();
    const { requests, recent } = gateway.emulator.stats();
    // The detail is kept; its text, which holds addresses, is not shared.
    expect(requests).toEqual({ [resultRoute]: 1, [assetsRoute]: 3 });
    expect(recent.filter((path) => path.includes('assets'))[0]).toMatch(
      /assets\?type%5B%5D=log&type%5B%5D=trace$/,
    );
    expect(gateway.edgeCache.size()).toBe(1);
    const left = [gateway.edgeCache.dump(), JSON.stringify(gateway.log)].join();
    expect(left).not.toContain('mark-of-an-address');
  });

  test('give a GET no ETag', async () => {
    const { gateway, sessionId } = await createSignedWorld();
    const search = new URLSearchParams({ query: query(sessionId) });
    const { url: address } = toRequest('');
    const response = await gateway.fetch(new Request(`${address}?${search}`, { headers: demoHeaders }));
    expect([response.status, response.headers.get('etag'), response.headers.get('cache-control')]).toEqual([
      200,
      null,
      'no-store',
    ]);
  });

  test('that fail are in the log without an id', async () => {
    const { gateway, ids } = createWorld([failed]);
    gateway.emulator.setFaults([
      { contains: '/assets', status: 500 },
      { contains: '/results/', body: whole },
    ]);
    await gateway.ask(asked(ids[0] ?? '', 'assets { url }'));
    expect(gateway.log).toContainEqual(
      expect.objectContaining({ route: '/v1/test-sessions/{id}/results/{id}/assets' }),
    );
  });
});
