/** A session's fields as readers see them, from entries that hold much, little, or odd things. */

import { expect, test } from 'vitest';
import { demoAccountId } from '../../emulator/accounts.ts';
import { optional } from '../checkly/entries.ts';
import { node, readOneSession as read } from './read-one-session.ts';

const everyField = `id sessionId name status provider providerName environment region url
  startedAt stoppedAt createdAt updatedAt durationMs counts { total running passed failed cancelled }
  runningSequenceIds passedSequenceIds failedSequenceIds cancelledSequenceIds invoker { name picture }
  commit { sha owner message headline branch url repository { url host owner name } }
  account { id } project { id } privateLocation { id }`;
const sessionId = '10000000-0000-4000-8000-000000000000';
const sha = '0123456789abcdef0123456789abcdef01234567';

test('an entry with everything has every field', async () => {
  const entry = {
    id: sessionId,
    name: 'Checkout',
    projectId: 'project-1',
    privateLocationId: 'location-1',
    provider: 'GITHUB',
    environment: 'staging',
    region: 'eu-west-1',
    status: 'FAILED',
    running: [],
    passed: ['a', 'b'],
    failed: ['c'],
    cancelled: [],
    invoker: { name: 'Ada', picture: 'https://pictures.example/ada.png' },
    repoUrl: 'git@github.com:acme/shop.git',
    commitId: sha,
    commitOwner: 'ada',
    commitMessage: 'Fix the basket\n\nIt lost things.',
    branchName: 'main',
    startedAt: '2026-11-24T11:00:00.250Z',
    stoppedAt: '2026-11-24T11:01:00.500Z',
    created_at: '2026-11-24T11:00:00.000Z',
    updated_at: '2026-11-24T11:01:01.000Z',
  };
  expect(await read(entry, everyField)).toEqual(
    node({
      id: Buffer.from(`TestSession:${sessionId}`).toString('base64'),
      sessionId,
      name: 'Checkout',
      status: 'FAILED',
      provider: 'GITHUB',
      providerName: 'GITHUB',
      environment: 'staging',
      region: 'eu-west-1',
      url: `https://app.checklyhq.com/accounts/${demoAccountId}/test-sessions/${sessionId}`,
      startedAt: '2026-11-24T11:00:00.250Z',
      stoppedAt: '2026-11-24T11:01:00.500Z',
      createdAt: '2026-11-24T11:00:00.000Z',
      updatedAt: '2026-11-24T11:01:01.000Z',
      durationMs: 60_250,
      counts: { total: 3, running: 0, passed: 2, failed: 1, cancelled: 0 },
      runningSequenceIds: [],
      passedSequenceIds: ['a', 'b'],
      failedSequenceIds: ['c'],
      cancelledSequenceIds: [],
      invoker: { name: 'Ada', picture: 'https://pictures.example/ada.png' },
      commit: {
        sha,
        owner: 'ada',
        message: 'Fix the basket\n\nIt lost things.',
        headline: 'Fix the basket',
        branch: 'main',
        url: `https://github.com/acme/shop/commit/${sha}`,
        repository: { url: 'https://github.com/acme/shop', host: 'github.com', owner: 'acme', name: 'shop' },
      },
      account: { id: demoAccountId },
      project: { id: 'project-1' },
      privateLocation: { id: 'location-1' },
    }),
  );
});

test('an entry with the least has null for the rest', async () => {
  const fields = `status environment stoppedAt updatedAt durationMs counts { total } runningSequenceIds
    passedSequenceIds failedSequenceIds cancelledSequenceIds invoker { name } commit { sha } project { id }
    privateLocation { id }`;
  expect(await read({ _omit: optional }, fields)).toEqual(
    node({
      status: null,
      environment: null,
      stoppedAt: null,
      updatedAt: null,
      durationMs: null,
      counts: null,
      runningSequenceIds: null,
      passedSequenceIds: null,
      failedSequenceIds: null,
      cancelledSequenceIds: null,
      invoker: null,
      commit: null,
      project: null,
      privateLocation: null,
    }),
  );
});
