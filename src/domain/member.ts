/** An account and its people, as far as the gateway tells of them: no address of theirs is known here. */

import type { Resource } from './resource.ts';

export interface Account {
  /** In lower case. */
  readonly accountId: string;
  /** Null when upstream tells none. */
  readonly name: string | null;
  /** When upstream answered, milliseconds since the epoch. Set once by the client. */
  readonly fetchedAt: number;
}

/** The account that the credential stands for, under the empty key. */
export const accounts: Resource<string, Account> = {
  name: 'account',
  isValue: (value): value is Account => typeof value === 'object' && value !== null && 'accountId' in value,
  classify: () => 'settled',
  explain: () => 'an account is renamed rarely',
};

export interface Member {
  /** As in the filter's `users`. */
  readonly userId: string;
  /** Null for a member who has none, or an e-mail address in its place. */
  readonly name: string | null;
}

export interface MemberPage {
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
