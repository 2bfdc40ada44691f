/** The members of an account, and from their names to the ids by which upstream filters. */

import { type Member, memberPages } from '../domain/member.ts';
import { anyEntry, type Load, type ReadOptions } from '../domain/resource.ts';
import { InputError } from '../errors/input-error.ts';
import { maxMemberPages, recentMs } from '../limits.ts';

export interface Members {
  /** Each once, in upstream's order. */
  readonly members: readonly Member[];
  /** False where there are more than the bound. */
  readonly isAll: boolean;
}

/** As far as the bound allows. @throws UpstreamError */
export async function readMembers(load: Load, options: ReadOptions = anyEntry): Promise<Members> {
  const members = new Map<string, Member>();
  let token: string | null = '';
  for (let pages = 0; pages < maxMemberPages && token !== null; pages += 1) {
    const page: { readonly members: readonly Member[]; readonly nextToken: string | null } = await load(
      memberPages,
      token,
      options,
    );
    for (const member of page.members) members.set(member.userId, member);
    token = page.nextToken;
  }
  return { members: [...members.values()], isAll: token === null };
}

/**
 * The ids of the members with these names, as upstream knows them; who joined a moment ago is asked for anew.
 * @param now milliseconds since the epoch
 * @throws InputError naming the item of `filter.userNames` that no member has for a name, or several have; UpstreamError
 */
export async function findUserIds(
  load: Load,
  names: readonly string[],
  now: number,
): Promise<readonly string[]> {
  const known = toUserIds(await readMembers(load), names);
  if (!(known instanceof InputError)) return known;
  const recent = { ...anyEntry, notBefore: now - recentMs, unlessSettled: false };
  const found = toUserIds(await readMembers(load, recent), names);
  if (found instanceof InputError) throw found;
  return found;
}

function toUserIds({ members, isAll }: Members, names: readonly string[]): readonly string[] | InputError {
  const found: string[] = [];
  for (const [index, wanted] of names.entries()) {
    const [member, other] = members.filter(({ name }) => name === wanted);
    if (member === undefined || other !== undefined)
      return new InputError(`filter.userNames[${index}]`, explain(member !== undefined, isAll));
    found.push(member.userId);
  }
  return found;
}

function explain(isShared: boolean, isAll: boolean): string {
  if (isShared) return 'is the name of several members: give the id of one in filter.users';
  if (isAll) return 'is the name of no member of the account';
  return `is the name of none of the account's first ${maxMemberPages * 100} members: give an id in filter.users`;
}
