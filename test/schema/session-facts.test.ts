/** What is worked out from a session's fields: durations, counts, headlines; and what is unknown or not there. */

import { describe, expect, test } from 'vitest';
import { createTestGateway } from '../support/test-gateway.ts';
import { node, readOneSession as read } from './read-one-session.ts';

describe('what is unknown', () => {
  test('among providers is null in the enum and verbatim beside it', async () => {
    expect(await read({ provider: 'BITBUCKET' }, 'provider providerName')).toEqual(
      node({ provider: null, providerName: 'BITBUCKET' }),
    );
  });

  test('among statuses is null', async () => {
    expect(await read({ status: 'PAUSED' }, 'status')).toEqual(node({ status: null }));
  });
});

describe('durationMs', () => {
  const startedAt = '2026-11-24T11:00:00.000Z';
  test.each([
    ['2026-11-24T11:00:00.000Z', 0],
    ['2026-11-24T11:00:00.001Z', 1],
    ['2027-11-24T11:00:00.000Z', 31_536_000_000],
    ['2026-11-24T10:59:59.999Z', null],
    [null, null],
  ])('to %j is %j', async (stoppedAt, durationMs) => {
    expect(await read({ startedAt, stoppedAt }, 'durationMs')).toEqual(node({ durationMs }));
  });
});

describe('a session whose texts are all blank', () => {
  const blank = {
    ...{ branchName: '', commitId: ' ', commitMessage: '\n', commitOwner: '', repoUrl: '', environment: '' },
    id: '10000000-0000-4000-8000-000000000000',
  };
  const fields = 'environment commit { branch }';

  test('has no commit and no environment in the list', async () => {
    expect(await read(blank, fields)).toEqual(node({ environment: null, commit: null }));
  });

  test('has none by its id', async () => {
    const gateway = createTestGateway({ emulator: { sessions: 0 } });
    gateway.emulator.addSessions([blank]);
    const { data } = await gateway.ask(`{ testSession(id: "${blank.id}") { ${fields} } }`);
    expect(data).toEqual({ testSession: { environment: null, commit: null } });
  });

  test('is of nobody for upstream, too', async () => {
    const gateway = createTestGateway({ emulator: { sessions: 0 } });
    gateway.emulator.addSessions([blank]);
    const { data } = await gateway.ask(
      `{ testSessions(filter: {users: ["ada"], includeWithoutUser: true}) { nodes { ${fields} } } }`,
    );
    expect(data).toEqual({ testSessions: { nodes: [{ environment: null, commit: null }] } });
  });
});

test('counts take a list that is missing among others for empty', async () => {
  const lists = { running: null, passed: ['a'], failed: ['b', 'c'], _omit: ['cancelled'] };
  expect(await read(lists, 'counts { total running passed failed cancelled } runningSequenceIds')).toEqual(
    node({ counts: { total: 3, running: 0, passed: 1, failed: 2, cancelled: 0 }, runningSequenceIds: null }),
  );
});

describe('a commit', () => {
  test.each([
    ['Fix it', 'Fix it'],
    ['Fix it\r\nand more', 'Fix it'],
    ['Fix it\rand more', 'Fix it'],
    ['\n\n  Fix it  \n', 'Fix it'],
  ])('with the message %j has the headline %j', async (commitMessage, headline) => {
    expect(await read({ commitMessage, branchName: 'main' }, 'commit { headline message }')).toEqual(
      node({ commit: { headline, message: commitMessage } }),
    );
  });

  test.each(['', ' \n ', null])('with the message %j has none', async (commitMessage) => {
    expect(await read({ commitMessage, branchName: 'main' }, 'commit { headline message }')).toEqual(
      node({ commit: { headline: null, message: null } }),
    );
  });

  test.each(['abc', 'v1.2', '0123456789'.repeat(7)])(
    'has the odd id %j verbatim, and no address',
    async (sha) => {
      const repoUrl = 'https://github.com/acme/app';
      expect(await read({ commitId: sha, repoUrl }, 'commit { sha url }')).toEqual(
        node({ commit: { sha, url: null } }),
      );
    },
  );

  test.each(['repoUrl', 'commitId', 'commitOwner', 'commitMessage', 'branchName'])(
    'is there when only its %s is',
    async (field) => {
      expect(await read({ [field]: 'x' }, 'commit { __typename repository { url } url }')).toEqual(
        node({ commit: { __typename: 'TestSessionCommit', repository: null, url: null } }),
      );
    },
  );
});

describe('isFailing', () => {
  test.each([
    ['a run has failed and another runs', { running: ['a'], failed: ['b'], status: 'RUNNING' }, true],
    ['none has failed yet', { running: ['a'], failed: [], status: 'RUNNING' }, false],
    [
      'runs go on although the status says it failed',
      { running: ['a'], failed: ['b'], status: 'FAILED' },
      true,
    ],
    ['it has ended', { running: [], failed: ['b'], status: 'FAILED' }, false],
    ['Checkly tells no failed runs', { running: ['a'], failed: null, status: 'RUNNING' }, null],
    [
      'Checkly tells neither state nor runs',
      { _omit: ['running', 'passed', 'failed', 'cancelled', 'status'] },
      null,
    ],
  ])('when %s is %s', async (_when, input, isFailing) => {
    expect(await read(input, 'isFailing')).toEqual(node({ isFailing }));
  });
});

describe('startedBy', () => {
  const fields = 'startedBy { name kind }';
  const invoker = { name: 'Ada', picture: null };

  test.each([
    ["the commit's owner", { commitOwner: 'ada', invoker }, { name: 'ada', kind: 'COMMIT_OWNER' }],
    ['the invoker when the owner is blank', { commitOwner: ' ', invoker }, { name: 'Ada', kind: 'INVOKER' }],
    ['null without either', { commitOwner: null, invoker: null }, null],
  ])('is %s', async (_whom, input, startedBy) => {
    expect(await read(input, fields)).toEqual(node({ startedBy }));
  });
});
