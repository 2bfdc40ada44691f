/** From upstream's members of an account to the domain's: ids and names, and nothing else of them. Pure. */

import { isObject } from '../domain/is-object.ts';
import { type Member, type MemberPage, memberPages } from '../domain/member.ts';
import { maxUpstreamPageSize } from '../limits.ts';
import type { Route } from './route.ts';
import { invalidResponse, readId, readText } from './wire.ts';

/** @throws UpstreamError `invalid-response` when the envelope is broken. */
function decodeMembers(body: unknown, fetchedAt: number): MemberPage {
  if (!isObject(body) || !Array.isArray(body.members)) throw invalidResponse('the members are not a list');
  if (body.members.length > maxUpstreamPageSize)
    throw invalidResponse('a page has more members than were asked for');
  return { members: body.members.flatMap(readMember), nextToken: readText(body.nextId), fetchedAt };
}

/** None for an invitation, and for a member without a name, whom nobody can ask for by it. */
function readMember(value: unknown): readonly Member[] {
  const userId = isObject(value) ? readId(value.userId) : null;
  const name = isObject(value) ? readText(value.name) : null;
  return userId === null || name === null ? [] : [{ userId, name }];
}

/** GET /v1/accounts/me/members */
export const memberPageRoute: Route<string, MemberPage> = {
  resource: memberPages,
  toPath: (token) => `/v1/accounts/me/members?${toQuery(token)}`,
  decode: (body, _token, receivedAt) => decodeMembers(body, receivedAt),
};

function toQuery(token: string): URLSearchParams {
  const query = new URLSearchParams({ type: 'member', limit: String(maxUpstreamPageSize) });
  if (token !== '') query.append('nextId', token);
  return query;
}
