/** Errors of sessions: what they tell, and that each is read once for the whole request. */

import { describe, expect, test } from 'vitest';
import { createWorld, detailRoute, failed, group, groupRoute, listRoute } from './world.ts';

describe('error groups', () => {
  const everything =
    'id message rawMessage hash firstSeen lastSeen environments isArchivedUntilNextEvent project { id } occurrences { testFile testTitle suitePath projectName specId } rootCauseAnalyses { id createdAt classification rootCause userImpact codeFix provider model durationMs }';

  test('cost nothing for their ids', async () => {
    const { gateway } = createWorld([failed]);
    const answer = await gateway.ask(
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
    expect(gateway.emulator.stats().requests).toEqual({ [listRoute]: 1 });
  });

  test.each(['.', '..'])('of the id %j are refused before any call for them', async (id) => {
    const { gateway } = createWorld([{ ...failed, errorGroupIds: [id] }]);
    const answer = await gateway.ask('{ testSessions(first: 2) { nodes { errorGroups { id message } } } }');
    expect([answer.data, answer.errors]).toEqual([
      { testSessions: { nodes: [{ errorGroups: [{ id, message: null }] }] } },
      [
        {
          message: "Checkly's answer is not what its API promises: an id in it cannot stand in an address.",
          path: ['testSessions', 'nodes', 0, 'errorGroups', 0, 'message'],
          extensions: { code: 'UPSTREAM_INVALID_RESPONSE' },
        },
      ],
    ]);
    expect(gateway.emulator.stats().requests).toEqual({ [listRoute]: 1 });
  });

  test('tell what Checkly knows, at one call for each, shared by sessions and results', async () => {
    const { gateway } = createWorld([failed, { ...failed, name: 'again' }]);
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
        {
          projectName: 'chromium',
          testFile: 'a.spec.ts',
          testTitle: 'buys',
          suitePath: ['shop'],
          specId: 's1',
        },
      ],
      rootCauseAnalyses: [
        {
          id: group(8),
          created_at: '2026-11-24T11:01:00.000Z',
          analysis: { classification: 'Infrastructure', rootCause: 'No route.', userImpact: ' ', codeFix: 7 },
          provider: 'checkly',
          model: null,
          durationMs: 900,
          userContext: 'secret words',
        },
        { analysis: 'none yet' },
      ],
    };
    gateway.emulator.setFaults([
      { match: `/v1/test-session-error-groups/${group(1)}`, body },
      {
        match: `/v1/test-session-error-groups/${group(2)}`,
        body: {
          ...body,
          id: group(2),
          environments: null,
          pwtMetadata: null,
          projectId: group(7),
          rootCauseAnalyses: [1],
        },
      },
    ]);
    const answer = await gateway.ask(
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
        {
          testFile: 'a.spec.ts',
          testTitle: 'buys',
          suitePath: ['shop'],
          projectName: 'chromium',
          specId: 's1',
        },
      ],
      rootCauseAnalyses: [
        {
          id: group(8),
          createdAt: '2026-11-24T11:01:00.000Z',
          classification: 'Infrastructure',
          rootCause: 'No route.',
          userImpact: null,
          codeFix: null,
          provider: 'checkly',
          model: null,
          durationMs: 900,
        },
        {
          id: null,
          createdAt: null,
          classification: null,
          rootCause: null,
          userImpact: null,
          codeFix: null,
          provider: null,
          model: null,
          durationMs: null,
        },
      ],
    };
    const second = {
      ...first,
      id: group(2),
      environments: null,
      occurrences: [],
      project: { id: group(7) },
      rootCauseAnalyses: null,
    };
    expect(answer.errors).toEqual([]);
    expect(answer.data?.testSessions).toMatchObject({
      nodes: [{ errorGroups: [first, second] }, { errorGroups: [first, second] }],
    });
    expect(gateway.emulator.stats().requests).toEqual({ [listRoute]: 1, [detailRoute]: 2, [groupRoute]: 2 });
  });

  test('that Checkly does not keep any more are null beside their id', async () => {
    const { gateway } = createWorld([failed]);
    gateway.emulator.setFaults([{ match: `/v1/test-session-error-groups/${group(1)}`, status: 404 }]);
    const answer = await gateway.ask('{ testSessions(first: 1) { nodes { errorGroups { id message } } } }');
    expect(answer.errors).toEqual([]);
    expect(answer.data?.testSessions).toMatchObject({
      nodes: [{ errorGroups: [{ id: group(1), message: null }, { id: group(2) }] }],
    });
  });

  test('that are malformed fail where they are asked for', async () => {
    const { gateway } = createWorld([failed]);
    gateway.emulator.setFaults([
      { match: `/v1/test-session-error-groups/${group(1)}`, body: { id: group(1) } },
    ]);
    const answer = await gateway.ask('{ testSessions(first: 1) { nodes { errorGroups { id message } } } }');
    expect(answer.errors).toMatchObject([
      {
        path: ['testSessions', 'nodes', 0, 'errorGroups', 0, 'message'],
        extensions: { code: 'UPSTREAM_INVALID_RESPONSE' },
      },
    ]);
  });
});
