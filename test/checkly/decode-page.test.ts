/** From an upstream answer to a page: what is missing, null, unknown or malformed, field by field. */

import { describe, expect, test } from 'vitest';
import { decodePage } from '../../src/checkly/decode-page.ts';

const required = {
  id: '10000000-0000-4000-8000-000000000000',
  accountId: 'account-1',
  name: 'Nightly',
  provider: 'GITHUB',
  region: 'eu-west-1',
  startedAt: '2026-11-24T10:00:00.000Z',
  created_at: '2026-11-24T09:59:59.999Z',
};
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
const optional = [
  'projectId',
  'errorGroupIds',
  'running',
  'passed',
  'failed',
  'cancelled',
  'status',
  'privateLocationId',
  'invoker',
  'repoUrl',
  'commitId',
  'commitOwner',
  'commitMessage',
  'branchName',
  'environment',
  'stoppedAt',
  'updated_at',
];

const decodeRow = (entry: unknown) => decodePage({ length: 1, entries: [entry], nextId: null }, 1).rows[0];
const session = (more: Record<string, unknown>) => ({ kind: 'session', session: { ...bare, ...more } });
const malformed = (field: string) => ({
  kind: 'malformed',
  problem: `an entry's ${field} is missing or malformed`,
});

describe('an entry', () => {
  test('with nothing but what is always there has null for the rest', () => {
    expect(decodeRow(required)).toEqual(session({}));
  });

  test('with null in every other field is the same', () => {
    const nulls = Object.fromEntries(optional.map((field) => [field, null]));
    expect(decodeRow({ ...required, ...nulls })).toEqual(session({}));
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

describe('an entry is malformed', () => {
  test.each(Object.keys(required))('without its %s, or with a null or a number there', (field) => {
    expect(decodeRow({ ...required, [field]: undefined })).toEqual(malformed(field));
    expect(decodeRow({ ...required, [field]: null })).toEqual(malformed(field));
    expect(decodeRow({ ...required, [field]: 7 })).toEqual(malformed(field));
  });

  test.each(optional)('with a number as its %s', (field) => {
    expect(decodeRow({ ...required, [field]: 7 })).toEqual(malformed(field));
  });

  test.each<[string, unknown, Record<string, unknown>?]>([
    ['id', ''],
    ['id', 'x'.repeat(129)],
    ['running', ['a', 7]],
    ['passed', [null]],
    ['invoker.name', undefined, { invoker: { picture: null } }],
    ['created_at', 'yesterday'],
    ['created_at', '2026-11-24T10:00:00'],
    ['created_at', '2026-13-24T10:00:00Z'],
    ['created_at', '1969-12-31T23:59:59Z'],
    ['startedAt', '1700000000'],
    ['stoppedAt', ''],
  ])('in its %s: %j', (field, value, more = { [field]: value }) => {
    expect(decodeRow({ ...required, ...more })).toEqual(malformed(field));
  });

  test.each([null, 'text', 7, [], [required]])('when it is no object: %j', (entry) => {
    expect(decodeRow(entry)).toMatchObject({ kind: 'malformed' });
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

describe('a list', () => {
  test.each([
    [{ entries: [], nextId: 'token' }, 'token'],
    [{ entries: [], nextId: null }, null],
    [{ entries: [] }, null],
    [{ entries: [], nextId: '' }, null],
    [{ entries: [], nextId: 'x'.repeat(4096) }, 'x'.repeat(4096)],
  ])('%j has its next token', (body, nextToken) => {
    expect(decodePage(body, 17)).toEqual({ rows: [], nextToken, fetchedAt: 17 });
  });

  test.each([
    null,
    [],
    'text',
    7,
    {},
    { entries: null },
    { entries: {} },
    { entries: [], nextId: 7 },
    { entries: [], nextId: 'x'.repeat(4097) },
  ])('is an invalid answer when its envelope is broken: %j', (body) => {
    expect(() => decodePage(body, 17)).toThrow(
      expect.objectContaining({
        failure: { kind: 'invalid-response', problem: 'the list has no entries or a wrong nextId' },
      }),
    );
  });
});
