/** The people of an account, as far as sessions are asked for by them: no address of theirs is known here. */

import type { Resource } from './resource.ts';

export interface Member {
  /** As in the filter's `users`. */
  readonly userId: string;
  readonly name: string;
}

export interface MemberPage {
  /** Those who have a name. */
  readonly members: readonly Member[];
  /** Null on the last page. */
  readonly nextToken: string | null;
  /** When upstream answered, milliseconds since the epoch. Set once by the client. */
  readonly fetchedAt: number;
}

/** By upstream's token; empty for the first page. */
export const memberPages: Resource<string, MemberPage> = {
  name: 'member-page',
  isValue: (value): value is MemberPage =>
    typeof value === 'object' && value !== null && 'members' in value && Array.isArray(value.members),
  classify: () => 'settled',
  explain: () => 'people join an account rarely',
};
