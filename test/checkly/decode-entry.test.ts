/** From an entry to a session: what is missing, null, unknown or new, field by field. */

import { describe, expect, test } from 'vitest';
import { decodeRow, optional, required } from './entries.ts';

const bare = {
  sessionId: required.id,
  accountId: 'account-1',
  projectId: null,
  name: 'Nightly',
  provider: 'GITHUB',
  region: 'eu-west-1',
  status: null,
  errorGroupIds: [],
  running: null,
  passed: null,
  failed: null,
  cancelled: null,
  privateLocationId: null,
  invoker: null,
  repositoryUrl: null,
  commitSha: null,
  commitOwner: null,
  commitMessage: null,
  branch: null,
  environment: null,
  startedAt: Date.parse(required.startedAt),
  stoppedAt: null,
  createdAt: Date.parse(required.created_at),
  updatedAt: null,
};

const session = (more: Record<string, unknown>) => ({ kind: 'session', session: { ...bare, ...more } });

describe('an entry', () => {
  test('with nothing but what is always there has null for the rest', () => {
    expect(decodeRow(required)).toEqual(session({}));
  });

  test('with null in every other field is the same', () => {
    const nulls = Object.fromEntries(optional.map((field) => [field, null]));
    expect(decodeRow({ ...required, ...nulls })).toEqual(session({}));
  });

  test.each(['', ' ', '\n\t'])('with a blank text in every other field is the same: %j', (blank) => {
    const blanks = Object.fromEntries(
      optional.filter((field) => field !== 'status').map((field) => [field, blank]),
    );
    expect(decodeRow({ ...required, ...blanks })).toEqual(session({}));
  });

  test('with everything has everything, and ignores what is new', () => {
    const full = {
      ...required,
      projectId: 'project-1',
      errorGroupIds: ['group-1'],
      running: [],
      passed: ['a'],
      failed: ['b', 'c'],
      cancelled: ['d'],
      status: 'FAILED',
      privateLocationId: 'location-1',
      invoker: { name: 'Ada', picture: 'https://a.example/a.png', mood: 1 },
      repoUrl: 'https://github.com/o/r',
      commitId: 'abc',
      commitOwner: 'Ada',
      commitMessage: 'Fix',
      branchName: 'main',
      environment: 'staging',
      stoppedAt: '2026-11-24T10:01:00Z',
      updated_at: '2026-11-24T11:00:00+01:00',
      brandNew: {},
    };
    expect(decodeRow(full)).toEqual(
      session({
        projectId: 'project-1',
        errorGroupIds: ['group-1'],
        running: [],
        passed: ['a'],
        failed: ['b', 'c'],
        cancelled: ['d'],
        status: 'FAILED',
        privateLocationId: 'location-1',
        invoker: { name: 'Ada', picture: 'https://a.example/a.png' },
        repositoryUrl: 'https://github.com/o/r',
        commitSha: 'abc',
        commitOwner: 'Ada',
        commitMessage: 'Fix',
        branch: 'main',
        environment: 'staging',
        stoppedAt: Date.parse('2026-11-24T10:01:00Z'),
        updatedAt: Date.parse('2026-11-24T10:00:00Z'),
      }),
    );
  });

  test('with an invoker who has no picture', () => {
    expect(decodeRow({ ...required, invoker: { name: 'Ada' } })).toEqual(
      session({ invoker: { name: 'Ada', picture: null } }),
    );
  });

  test('keeps a provider that is not known, and has no status when that is not known', () => {
    expect(decodeRow({ ...required, provider: 'CARRIER_PIGEON', status: 'PAUSED', passed: ['a'] })).toEqual(
      session({ provider: 'CARRIER_PIGEON', status: null, passed: ['a'] }),
    );
  });
});

describe('a status that is missing', () => {
  const runs = ['a'];
  test.each([
    [{ running: runs, cancelled: runs, failed: runs, passed: runs }, 'RUNNING'],
    [{ running: [], cancelled: runs, failed: runs, passed: runs }, 'CANCELLED'],
    [{ running: [], cancelled: [], failed: runs, passed: runs }, 'FAILED'],
    [{ running: [], cancelled: null, failed: undefined, passed: runs }, 'PASSED'],
    [{ running: [], cancelled: [], failed: [], passed: [] }, null],
    [{}, null],
  ])('is worked out from the check runs: %j', (lists, status) => {
    expect(decodeRow({ ...required, ...lists })).toMatchObject({ session: { status } });
  });

  test('is not worked out where there is one', () => {
    expect(decodeRow({ ...required, status: 'PASSED', running: runs })).toMatchObject({
      session: { status: 'PASSED' },
    });
  });
});
