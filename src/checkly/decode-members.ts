/** From upstream's account and its members to the domain's: ids and names, and nothing else of them. Pure. */

import { isObject } from '../domain/is-object.ts';
import { type Account, accounts, type Member, type MemberPage, memberPages } from '../domain/member.ts';
import { maxUpstreamPageSize } from '../limits.ts';
import type { Route } from './route.ts';
import { invalidResponse, readId, readText } from './wire.ts';

/** GET /v1/accounts/me */
const accountRoute: Route<string, Account> = {
  resource: accounts,
  toPath: () => '/v1/accounts/me',
  decode(body, _key, fetchedAt, owner) {
    const accountId = isObject(body) ? readId(body.id)?.toLowerCase() : null;
    if (!isObject(body) || accountId == null || accountId !== (owner.accountId ?? accountId))
      throw invalidResponse('the account is not the one that was asked for');
    return { accountId, name: readText(body.name), fetchedAt };
  },
};

/** GET /v1/accounts/me/members */
const memberPageRoute: Route<string, MemberPage> = {
  resource: memberPages,
  toPath: (token) => `/v1/accounts/me/members?${toQuery(token)}`,
  decode: (body, _token, receivedAt) => decodeMembers(body, receivedAt),
};

export const accountRoutes = [accountRoute, memberPageRoute];

function toQuery(token: string): URLSearchParams {
  const query = new URLSearchParams({ type: 'member', limit: String(maxUpstreamPageSize) });
  if (token !== '') query.append('nextId', token);
  return query;
}

/** @throws UpstreamError `invalid-response` when the envelope is broken. */
function decodeMembers(body: unknown, fetchedAt: number): MemberPage {
  if (!isObject(body) || !Array.isArray(body.members)) throw invalidResponse('the members are not a list');
  if (body.members.length > maxUpstreamPageSize)
    throw invalidResponse('a page has more members than were asked for');
  return { members: body.members.flatMap(readMember), nextToken: readText(body.nextId), fetchedAt };
}

const emailPattern = /\S@\S/;

/** None for an invitation. */
function readMember(value: unknown): readonly Member[] {
  const userId = isObject(value) ? readId(value.userId) : null;
  const name = isObject(value) ? readText(value.name) : null;
  if (userId === null) return [];
  return [{ userId, name: name === null || emailPattern.test(name) ? null : name }];
}
