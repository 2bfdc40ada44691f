// The members of an account: the people of the seeded data, and one who is invited.

import { badParameter, readLimit } from './list-query.ts';
import { invokers } from './seed-vocabulary.ts';

const since = '2026-01-05T08:00:00.000Z';
const defaultLimit = 20;

/** @throws HttpError 400 */
export function readMembers(accountId: string, parameters: URLSearchParams) {
  const type = parameters.get('type');
  if (type !== null && type !== 'member' && type !== 'invite') {
    throw badParameter('type', 'must be one of [member, invite]');
  }
  const search = parameters.get('search')?.toLowerCase() ?? '';
  const all = listMembers(accountId)
    .filter((each) => type === null || each.type === type)
    .filter((each) => JSON.stringify(each).toLowerCase().includes(search));
  const limit = readLimit(parameters, defaultLimit);
  const skip = readSkip(parameters.get('nextId'));
  const members = all.slice(skip, skip + limit);
  const nextId = skip + limit < all.length ? `after-${skip + limit}` : null;
  return { members, length: members.length, nextId };
}

function listMembers(accountId: string) {
  const dates = { createdAt: since, updatedAt: since };
  const members = invokers.map(({ id, name }, index) => ({
    type: 'member',
    accountId,
    userId: id,
    name,
    email: `member-${index + 1}@example.com`,
    role: index === 0 ? 'OWNER' : 'READ_WRITE',
    status: 'ACTIVE',
    ...dates,
    isSupportMembership: false,
    ssoEnabled: false,
    mfaEnabled: false,
  }));
  const invite = {
    type: 'invite',
    id: 'e0e00000-0000-4000-8000-000000000009',
    accountId,
    email: 'invited@example.com',
    role: 'READ_ONLY',
    status: 'PENDING',
    inviterEmail: 'member-1@example.com',
    ...dates,
    expiresAt: '2027-01-05T08:00:00.000Z',
  };
  return [...members, invite];
}

function readSkip(nextId: string | null): number {
  if (nextId === null) return 0;
  const skip = /^after-(\d{1,6})$/.exec(nextId)?.[1];
  if (skip === undefined) throw badParameter('nextId', 'is not valid');
  return Number(skip);
}
