/** The run of GitHub Actions and the pull request behind a session, from what its detail says, odd or hostile values included. */

import { describe, expect, test } from 'vitest';
import { createWorld, detailOf, detailRoute, listRoute } from './world.ts';

const fields = `githubRun { url runId attempt workflow job event headBranch baseBranch }
  commit { sha pullRequest { number url } }`;
const sha = '0123456789abcdef0123456789abcdef01234567';
const github = {
  reporting: true,
  repository: 'acme/shop',
  sha,
  runId: '17452291044',
  runAttempt: '2',
  workflow: 'Checkly',
  job: 'e2e',
  eventName: 'pull_request',
  ref: 'refs/pull/318/merge',
  headRef: 'feature/a',
  baseRef: 'main',
  serverUrl: 'https://github.com',
};

/** The session of the answer by its id, whose detail has this `metadata.github`; and the calls that it took. */
async function read(given: unknown) {
  const { gateway, ids } = createWorld([{}]);
  const [id = ''] = ids;
  const body = { ...detailOf(id, {}), metadata: { commitId: sha, github: given } };
  gateway.emulator.setFaults([{ match: `/v1/test-sessions/${id}`, body }]);
  const { data, errors } = await gateway.ask(`{ testSession(id: "${id}") { ${fields} } }`);
  expect(errors).toEqual([]);
  return data?.testSession;
}

describe('a session that GitHub Actions started for a pull request', () => {
  test('tells the run and the pull request', async () => {
    expect(await read(github)).toEqual({
      githubRun: {
        url: 'https://github.com/acme/shop/actions/runs/17452291044/attempts/2',
        runId: '17452291044',
        attempt: 2,
        workflow: 'Checkly',
        job: 'e2e',
        event: 'pull_request',
        headBranch: 'feature/a',
        baseBranch: 'main',
      },
      commit: { sha, pullRequest: { number: 318, url: 'https://github.com/acme/shop/pull/318' } },
    });
  });

  test('tells them in a list, at one call for each session', async () => {
    const repoUrl = 'https://github.com/acme/shop';
    const input = { provider: 'GITHUB', repoUrl, branchName: 'feature/a', commitId: sha };
    const { gateway } = createWorld([input, { ...input, branchName: 'main' }]);
    const { data, errors } = await gateway.ask(
      '{ testSessions(first: 2) { nodes { githubRun { event headBranch baseBranch } commit { pullRequest { number } } } } }',
    );
    expect(errors).toEqual([]);
    const { testSessions } = data ?? {};
    expect(testSessions).toEqual({
      nodes: expect.arrayContaining([
        {
          githubRun: { event: 'pull_request', headBranch: 'feature/a', baseBranch: 'main' },
          commit: { pullRequest: { number: 318 } },
        },
        {
          githubRun: { event: 'push', headBranch: 'main', baseBranch: null },
          commit: { pullRequest: null },
        },
      ]),
    });
    expect(gateway.emulator.stats().requests).toEqual({ [listRoute]: 1, [detailRoute]: 2 });
  });

  test('is not asked about for more sessions than the request may', async () => {
    const { gateway } = createWorld([{}]);
    const { errors } = await gateway.ask(
      '{ testSessions(first: 26) { nodes { commit { pullRequest { number } } } } }',
    );
    expect([errors[0]?.message, gateway.upstreamCalls()]).toEqual([
      'first: with TestSessionCommit.pullRequest, 26 sessions cost 26 reads one by one; a request may make 25: ask for at most 25, or for single sessions with testSession(id:)',
      0,
    ]);
  });
});

describe('a session that GitHub Actions did not start', () => {
  test.each([undefined, null, 'x', { reporting: false }, { reporting: false, runId: '', ref: ' ' }])(
    'has no run where Checkly says %j',
    async (given) => {
      expect(await read(given)).toEqual({ githubRun: null, commit: { sha, pullRequest: null } });
    },
  );
});

describe('addresses', () => {
  test.each([
    [{ serverUrl: 'https://ghe.acme.example/' }, 'https://ghe.acme.example/acme/shop'],
    [{ serverUrl: 'http://ghe.acme.example:8443' }, 'http://ghe.acme.example:8443/acme/shop'],
    [{ serverUrl: 'https://ghe.acme.example/evil' }, null],
    [{ serverUrl: 'https://user@ghe.acme.example' }, null],
    [{ serverUrl: 'javascript://github.com' }, null],
    [{ serverUrl: 'https://127.0.0.1' }, null],
    [{ serverUrl: '' }, null],
    [{ repository: 'acme' }, null],
    [{ repository: 'acme/shop/evil' }, null],
    [{ repository: '../shop' }, null],
    [{ repository: 'acme/sh op' }, null],
    [{ repository: null }, null],
  ])('of a run with %j start with %s', async (change, start) => {
    expect(await read({ ...github, ...change })).toMatchObject({
      githubRun: { url: start === null ? null : `${start}/actions/runs/17452291044/attempts/2` },
      commit: { pullRequest: { number: 318, url: start === null ? null : `${start}/pull/318` } },
    });
  });

  test.each([
    [{ runAttempt: null }, '/17452291044', null],
    [{ runAttempt: 'x' }, '/17452291044', null],
    [{ runAttempt: '0' }, '/17452291044', null],
    [{ runId: '1/../../evil' }, null, 2],
    [{ runId: null }, null, 2],
  ])('of a run with %j end with %s', async (change, end, attempt) => {
    expect(await read({ ...github, ...change })).toMatchObject({
      githubRun: { url: end === null ? null : `https://github.com/acme/shop/actions/runs${end}`, attempt },
    });
  });
});

describe('branches', () => {
  test.each([
    [{ headRef: '', baseRef: '', ref: 'refs/heads/release/1' }, 'release/1', null],
    [{ headRef: '', baseRef: '', ref: 'refs/tags/v1' }, null, null],
    [{ headRef: null, ref: null }, null, 'main'],
  ])('of a run with %j are %s and %s', async (change, headBranch, baseBranch) => {
    expect(await read({ ...github, ...change })).toMatchObject({ githubRun: { headBranch, baseBranch } });
  });

  test.each([
    'refs/pull/0/merge',
    'refs/pull/x/merge',
    'refs/pull/1/evil',
    'refs/heads/refs/pull/1/merge',
    null,
  ])('with the ref %j are of no pull request', async (ref) => {
    expect(await read({ ...github, ref })).toMatchObject({ commit: { pullRequest: null } });
  });
});
