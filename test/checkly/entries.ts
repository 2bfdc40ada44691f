/** Entries of the upstream's list for the tests of their decoding. */

import { decodePage } from '../../src/checkly/decode-page.ts';
import type { PageRow, SessionPage } from '../../src/domain/page.ts';
import { anyAccount } from '../support/walker.ts';

/** What is always there. */
export const required = {
  id: '10000000-0000-4000-8000-000000000000',
  accountId: 'account-1',
  name: 'Nightly',
  provider: 'GITHUB',
  region: 'eu-west-1',
  startedAt: '2026-11-24T10:00:00.000Z',
  created_at: '2026-11-24T09:59:59.999Z',
};

/** The names of what may be missing or null. */
export const optional = [
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

export function decodeList(body: unknown, fetchedAt: number): SessionPage {
  return decodePage(body, fetchedAt, anyAccount);
}

export function decodeRow(entry: unknown): PageRow | undefined {
  return decodeList({ length: 1, entries: [entry], nextId: null }, 1).rows[0];
}
