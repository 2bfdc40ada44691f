/** From the names of an account's members to the ids by which upstream filters. */

import { type Member, memberPages } from '../domain/member.ts';
import { anyEntry, type Load, type ReadOptions } from '../domain/resource.ts';
import { InputError } from '../errors/input-error.ts';
import { maxMemberPages, recentMs } from '../limits.ts';

/**
 * The ids of all members with these names, as upstream knows them; who joined a moment ago is asked for anew.
 * @param now milliseconds since the epoch
 * @throws InputError naming `filter.userNames` for a name that no member has; UpstreamError
 */
export async function findUserIds(
  load: Load,
  names: readonly string[],
  now: number,
): Promise<readonly string[]> {
  const known = await readMembers(load, anyEntry);
  const recent = { ...anyEntry, notBefore: now - recentMs, unlessSettled: false };
  const members = findMissing(names, known) === -1 ? known : await readMembers(load, recent);
  const missing = findMissing(names, members);
  if (missing !== -1)
    throw new InputError(`filter.userNames[${missing}]`, 'is the name of no member of the account');
  return members.filter(({ name }) => names.includes(name)).map(({ userId }) => userId);
}

function findMissing(names: readonly string[], members: readonly Member[]): number {
  return names.findIndex((wanted) => members.every(({ name }) => name !== wanted));
}

async function readMembers(load: Load, options: ReadOptions): Promise<readonly Member[]> {
  const members: Member[] = [];
  let token: string | null = '';
  for (let pages = 0; pages < maxMemberPages && token !== null; pages += 1) {
    const page: { readonly members: readonly Member[]; readonly nextToken: string | null } = await load(
      memberPages,
      token,
      options,
    );
    members.push(...page.members);
    token = page.nextToken;
  }
  return members;
}
