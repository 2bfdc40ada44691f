/** Results and errors of sessions: what they tell, and that each upstream call is shared by the whole request. */

import { describe, expect, test } from 'vitest';
import type { SessionInput } from '../emulator/emulator.ts';
import { createStage, type Stage } from '../support/stage.ts';

const listRoute = 'GET /v1/test-sessions';
const detailRoute = 'GET /v1/test-sessions/{id}';
const groupRoute = 'GET /v1/test-session-error-groups/{id}';
const group = (digit: number) => `bbbbbbbb-0000-4000-8000-00000000000${digit}`;

function createWorld(sessions: readonly SessionInput[]): { stage: Stage; ids: string[] } {
  const stage = createStage({ vars: { SHARED_CACHE: 'none' }, emulator: { sessions: 0 } });
  return { stage, ids: stage.emulator.addSessions(sessions) };
}

const failed: SessionInput = { name: 'failed', status: 'FAILED', errorGroupIds: [group(1), group(2)] };

/** A detail as upstream gives it, with one result. */
function detailOf(sessionId: string, result: Record<string, unknown>) {
  return {
    testSessionId: sessionId,
    testSessionLink: 'https://app.checklyhq.com/x',
    name: 'x',
    status: 'FAILED',
    errorGroupIds: [],
    startedAt: '2026-11-24T11:00:00.000Z',
    timeElapsed: 1,
    results: [
      {
        testSessionResultId: 'r1',
        testSessionResultLink: 'https://app.checklyhq.com/x/results/r1',
        checkType: 'API',
        errorGroupIds: [group(1)],
        status: 'FAILED',
        hasErrors: true,
        hasFailures: false,
        isDegraded: false,
        aborted: false,
        ...result,
      },
    ],
  };
}

describe('results', () => {
  test('tell of each check run', async () => {
    const { stage, ids } = createWorld([failed]);
    const whole = {
      name: 'homepage',
      checkId: 'cccccccc-0000-4000-8000-000000000000',
      runLocation: 'eu-west-1',
      resultType: 'FINAL',
      responseTime: 12.5,
      startedAt: '2026-11-24T11:00:01.000Z',
      stoppedAt: '2026-11-24T11:00:02.000Z',
    };
    stage.emulator.setFaults([{ match: `/v1/test-sessions/${ids[0]}`, body: detailOf(ids[0] ?? '', whole) }]);
    const answer = await stage.ask(`{ testSessions(first: 1) { nodes { results {
      id url name checkType status resultType startedAt stoppedAt responseTimeMs runLocation
      hasErrors hasFailures isDegraded isAborted check { id } errorGroups { id } } } } }`);
    expect(answer.errors).toEqual([]);
    expect(answer.data).toEqual({
      testSessions: {
        nodes: [
          {
            results: [
              {
                id: 'r1',
                url: 'https://app.checklyhq.com/x/results/r1',
                name: 'homepage',
                checkType: 'API',
                status: 'FAILED',
                resultType: 'FINAL',
                startedAt: '2026-11-24T11:00:01.000Z',
                stoppedAt: '2026-11-24T11:00:02.000Z',
                responseTimeMs: 12.5,
                runLocation: 'eu-west-1',
                hasErrors: true,
                hasFailures: false,
                isDegraded: false,
                isAborted: false,
                check: { id: 'cccccccc-0000-4000-8000-000000000000' },
                errorGroups: [{ id: group(1) }],
              },
            ],
          },
        ],
      },
    });
  });

  test('are null where Checkly leaves something out, or says something new', async () => {
    const { stage, ids } = createWorld([failed]);
    const odd = { status: 'EXPLODED', resultType: 'NEW', checkType: 'QUANTUM', startedAt: null };
    stage.emulator.setFaults([{ match: `/v1/test-sessions/${ids[0]}`, body: detailOf(ids[0] ?? '', odd) }]);
    const answer = await stage.ask(`{ testSession(id: "${ids[0]}") { results {
      name checkType status resultType startedAt stoppedAt responseTimeMs runLocation check { id } } } }`);
    expect([answer.errors, answer.data]).toEqual([
      [],
      {
        testSession: {
          results: [
            {
              name: null,
              checkType: 'QUANTUM',
              status: null,
              resultType: null,
              startedAt: null,
              stoppedAt: null,
              responseTimeMs: null,
              runLocation: null,
              check: null,
            },
          ],
        },
      },
    ]);
  });

  test('lose one malformed result, not the others', async () => {
    const { stage, ids } = createWorld([failed]);
    const detail = detailOf(ids[0] ?? '', {});
    const body = { ...detail, results: [{ ...detail.results[0], hasErrors: 'yes' }, ...detail.results] };
    stage.emulator.setFaults([{ match: `/v1/test-sessions/${ids[0]}`, body }]);
    const answer = await stage.ask(`{ testSession(id: "${ids[0]}") { results { id } } }`);
    expect(answer.data).toEqual({ testSession: { results: [null, { id: 'r1' }] } });
    expect(answer.errors).toMatchObject([
      {
        path: ['testSession', 'results', 0],
        extensions: { code: 'UPSTREAM_INVALID_RESPONSE' },
      },
    ]);
    expect(answer.errors[0]?.message).toContain("a result's hasErrors");
  });

  test('of a session cost one call, however many fields and aliases ask', async () => {
    const { stage, ids } = createWorld([failed]);
    const answer = await stage.ask(`{
      a: testSessions(first: 1) { nodes { results { id } again: results { name } } edges { node { results { id } } } }
      b: testSession(id: "${ids[0]}") { results { status } }
      c: _entities(representations: [{ __typename: "TestSession", sessionId: "${ids[0]}" }]) {
        ... on TestSession { results { id } }
      }
    }`);
    expect(answer.errors).toEqual([]);
    expect(stage.emulator.stats().requests).toEqual({ [listRoute]: 1, [detailRoute]: 1 });
  });

  test('of one session failing leave the other sessions theirs', async () => {
    const { stage, ids } = createWorld([
      { name: 'a', created_at: '2026-11-24T11:00:00.000Z' },
      { name: 'b' },
    ]);
    stage.emulator.setFaults([{ match: `/v1/test-sessions/${ids[0]}`, status: 500 }]);
    const answer = await stage.ask(`{ a: testSession(id: "${ids[1]}") { results { id } }
      testSessions(first: 2) { nodes { name results { status } } } }`);
    expect(answer.data?.testSessions).toMatchObject({
      nodes: [
        { name: 'b', results: [{ status: 'PASSED' }] },
        { name: 'a', results: null },
      ],
    });
    expect(answer.errors).toMatchObject([{ path: ['testSessions', 'nodes', 1, 'results'] }]);
  });

  test('of a session that was deleted since it was listed are null, with an error', async () => {
    const { stage, ids } = createWorld([{ name: 'gone' }]);
    stage.emulator.setFaults([{ match: `/v1/test-sessions/${ids[0]}`, status: 404 }]);
    const answer = await stage.ask('{ testSessions(first: 1) { nodes { name results { id } } } }');
    expect(answer.data).toEqual({ testSessions: { nodes: [{ name: 'gone', results: null }] } });
    expect(answer.errors).toMatchObject([{ extensions: { code: 'UPSTREAM_INVALID_RESPONSE' } }]);
  });

  test('of another session than was asked for are refused', async () => {
    const { stage, ids } = createWorld([failed]);
    stage.emulator.setFaults([{ match: `/v1/test-sessions/${ids[0]}`, body: detailOf(group(9), {}) }]);
    const answer = await stage.ask(`{ testSession(id: "${ids[0]}") { name } }`);
    expect([answer.data, answer.errors[0]?.extensions.code]).toEqual([
      { testSession: null },
      'UPSTREAM_INVALID_RESPONSE',
    ]);
  });
});

describe('error groups', () => {
  const everything =
    'id message rawMessage hash firstSeen lastSeen environments isArchivedUntilNextEvent project { id } occurrences { testFile testTitle suitePath projectName }';

  test('cost nothing for their ids', async () => {
    const { stage } = createWorld([failed]);
    const answer = await stage.ask(
      '{ testSessions(first: 500) { nodes { errorGroups { id __typename } } } }',
    );
    expect([answer.errors, answer.data]).toEqual([
      [],
      {
        testSessions: {
          nodes: [
            {
              errorGroups: [
                { id: group(1), __typename: 'TestSessionErrorGroup' },
                { id: group(2), __typename: 'TestSessionErrorGroup' },
              ],
            },
          ],
        },
      },
    ]);
    expect(stage.emulator.stats().requests).toEqual({ [listRoute]: 1 });
  });

  test('tell what Checkly knows, at one call for each, shared by sessions and results', async () => {
    const { stage } = createWorld([failed, { ...failed, name: 'again' }]);
    const body = {
      id: group(1),
      projectId: null,
      environments: ['production'],
      errorHash: 'abc',
      rawErrorMessage: null,
      cleanedErrorMessage: 'Error: no product',
      firstSeen: '2026-11-01T00:00:00.000Z',
      lastSeen: '2026-11-24T11:00:00.000Z',
      archivedUntilNextEvent: false,
      pwtMetadata: [
        { projectName: 'chromium', testFile: 'a.spec.ts', testTitle: 'buys', suitePath: ['shop'] },
      ],
    };
    stage.emulator.setFaults([
      { match: `/v1/test-session-error-groups/${group(1)}`, body },
      {
        match: `/v1/test-session-error-groups/${group(2)}`,
        body: { ...body, id: group(2), environments: null, pwtMetadata: null, projectId: group(7) },
      },
    ]);
    const answer = await stage.ask(
      `{ testSessions(first: 2) { nodes { errorGroups { ${everything} } results { errorGroups { message } } } } }`,
    );
    const first = {
      id: group(1),
      message: 'Error: no product',
      rawMessage: null,
      hash: 'abc',
      firstSeen: '2026-11-01T00:00:00.000Z',
      lastSeen: '2026-11-24T11:00:00.000Z',
      environments: ['production'],
      isArchivedUntilNextEvent: false,
      project: null,
      occurrences: [
        { testFile: 'a.spec.ts', testTitle: 'buys', suitePath: ['shop'], projectName: 'chromium' },
      ],
    };
    const second = { ...first, id: group(2), environments: null, occurrences: [], project: { id: group(7) } };
    expect(answer.errors).toEqual([]);
    expect(answer.data?.testSessions).toMatchObject({
      nodes: [{ errorGroups: [first, second] }, { errorGroups: [first, second] }],
    });
    expect(stage.emulator.stats().requests).toEqual({ [listRoute]: 1, [detailRoute]: 2, [groupRoute]: 2 });
  });

  test('that Checkly does not keep any more are null beside their id', async () => {
    const { stage } = createWorld([failed]);
    stage.emulator.setFaults([{ match: `/v1/test-session-error-groups/${group(1)}`, status: 404 }]);
    const answer = await stage.ask('{ testSessions(first: 1) { nodes { errorGroups { id message } } } }');
    expect(answer.errors).toEqual([]);
    expect(answer.data?.testSessions).toMatchObject({
      nodes: [{ errorGroups: [{ id: group(1), message: null }, { id: group(2) }] }],
    });
  });

  test('that are malformed fail where they are asked for', async () => {
    const { stage } = createWorld([failed]);
    stage.emulator.setFaults([
      { match: `/v1/test-session-error-groups/${group(1)}`, body: { id: group(1) } },
    ]);
    const answer = await stage.ask('{ testSessions(first: 1) { nodes { errorGroups { id message } } } }');
    expect(answer.errors).toMatchObject([
      {
        path: ['testSessions', 'nodes', 0, 'errorGroups', 0, 'message'],
        extensions: { code: 'UPSTREAM_INVALID_RESPONSE' },
      },
    ]);
  });
});
