/** Results of sessions: what they tell, and that each upstream call is shared by the whole request. */

import { describe, expect, test } from 'vitest';
import { createWorld, detailOf, detailRoute, failed, group, listRoute } from './world.ts';

describe('results', () => {
  test('tell of each check run', async () => {
    const { gateway, ids } = createWorld([failed]);
    const whole = {
      name: 'homepage',
      checkId: 'cccccccc-0000-4000-8000-000000000000',
      runLocation: 'eu-west-1',
      resultType: 'FINAL',
      responseTime: 12.5,
      startedAt: '2026-11-24T11:00:01.000Z',
      stoppedAt: '2026-11-24T11:00:02.000Z',
    };
    gateway.emulator.setFaults([
      { match: `/v1/test-sessions/${ids[0]}`, body: detailOf(ids[0] ?? '', whole) },
    ]);
    const answer = await gateway.ask(`{ testSessions(first: 1) { nodes { results {
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
    const { gateway, ids } = createWorld([failed]);
    const odd = { status: 'EXPLODED', resultType: 'NEW', checkType: 'QUANTUM', startedAt: null };
    gateway.emulator.setFaults([{ match: `/v1/test-sessions/${ids[0]}`, body: detailOf(ids[0] ?? '', odd) }]);
    const answer = await gateway.ask(`{ testSession(id: "${ids[0]}") { results {
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
    const { gateway, ids } = createWorld([failed]);
    const detail = detailOf(ids[0] ?? '', {});
    const body = { ...detail, results: [{ ...detail.results[0], hasErrors: 'yes' }, ...detail.results] };
    gateway.emulator.setFaults([{ match: `/v1/test-sessions/${ids[0]}`, body }]);
    const answer = await gateway.ask(`{ testSession(id: "${ids[0]}") { results { id } } }`);
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
    const { gateway, ids } = createWorld([failed]);
    const answer = await gateway.ask(`{
      a: testSessions(first: 1) { nodes { results { id } again: results { name } } edges { node { results { id } } } }
      b: testSession(id: "${ids[0]}") { results { status } }
      c: _entities(representations: [{ __typename: "TestSession", sessionId: "${ids[0]}" }]) {
        ... on TestSession { results { id } }
      }
    }`);
    expect(answer.errors).toEqual([]);
    expect(gateway.emulator.stats().requests).toEqual({ [listRoute]: 1, [detailRoute]: 1 });
  });

  test('of one session failing leave the other sessions theirs', async () => {
    const { gateway, ids } = createWorld([
      { name: 'a', created_at: '2026-11-24T11:00:00.000Z' },
      { name: 'b' },
    ]);
    gateway.emulator.setFaults([{ match: `/v1/test-sessions/${ids[0]}`, status: 500 }]);
    const answer = await gateway.ask(`{ a: testSession(id: "${ids[1]}") { results { id } }
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
    const { gateway, ids } = createWorld([{ name: 'gone' }]);
    gateway.emulator.setFaults([{ match: `/v1/test-sessions/${ids[0]}`, status: 404 }]);
    const answer = await gateway.ask('{ testSessions(first: 1) { nodes { name results { id } } } }');
    expect(answer.data).toEqual({ testSessions: { nodes: [{ name: 'gone', results: null }] } });
    expect(answer.errors).toMatchObject([{ extensions: { code: 'UPSTREAM_INVALID_RESPONSE' } }]);
  });

  test('of another session than was asked for are refused', async () => {
    const { gateway, ids } = createWorld([failed]);
    gateway.emulator.setFaults([{ match: `/v1/test-sessions/${ids[0]}`, body: detailOf(group(9), {}) }]);
    const answer = await gateway.ask(`{ testSession(id: "${ids[0]}") { name } }`);
    expect([answer.data, answer.errors[0]?.extensions.code]).toEqual([
      { testSession: null },
      'UPSTREAM_INVALID_RESPONSE',
    ]);
  });
});
