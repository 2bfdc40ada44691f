/** ChecklyAccount, `account`, and `members`: who may be asked for, by id and name; no address of theirs. */

import { accounts, type Member } from '../domain/member.ts';
import { maxMemberPages } from '../limits.ts';
import type { Members } from '../loaders/find-users.ts';
import { builder } from './builder.ts';
import { applied, key, semanticNonNull, shareable } from './directives.ts';

export interface AccountSource {
  readonly id: string;
}

/** One call for a request, however often it is asked for. */
const readsOnce = accounts.name;

export const ChecklyAccount = builder.objectRef<AccountSource>('ChecklyAccount').implement({
  description: 'A Checkly account. Other subgraphs may add to it.',
  extensions: applied(key('id')),
  fields: (t) => ({
    id: t.exposeID('id', { description: "Checkly's own id." }),
    name: t.string({
      nullable: true,
      extensions: { ...applied(shareable), readsOnce },
      description:
        'Its name; null for an account that the request does not read. One call for the whole request, kept for an hour.',
      resolve: ({ id }, _args, context) =>
        context
          .loaders()
          .load(accounts, '')
          .then(
            ({ accountId, name }) => (accountId === id.toLowerCase() ? name : null),
            (error: unknown) => context.meter.fail(error),
          ),
    }),
  }),
});

builder.queryField('account', (t) =>
  t.field({
    type: ChecklyAccount,
    nullable: true,
    extensions: { ...applied(semanticNonNull()), readsOnce },
    description: 'The account that the request reads. Null only when reading it failed.',
    resolve: async (_root, _args, context) => {
      const { accountId } = await context.loaders().load(accounts, '');
      return { id: accountId };
    },
  }),
);

const ChecklyMember = builder.objectRef<Member>('ChecklyMember').implement({
  description: 'A member of the account.',
  fields: (t) => ({
    id: t.exposeID('userId', { description: "Checkly's own id of the user, as in the filter's `users`." }),
    name: t.exposeString('name', {
      nullable: true,
      description:
        "The name, as in the filter's `userNames`; null for who has none, or an e-mail address in its place.",
    }),
  }),
});

const ChecklyMemberList = builder.objectRef<Members>('ChecklyMemberList').implement({
  description: 'The members of the account, as far as the gateway reads them.',
  fields: (t) => ({
    nodes: t.field({
      type: [ChecklyMember],
      description: "The members, in Checkly's order; who is only invited is not among them.",
      resolve: ({ members }) => members,
    }),
    isAll: t.exposeBoolean('isAll', { description: 'Whether these are all members.' }),
  }),
});

builder.queryField('members', (t) =>
  t.field({
    type: ChecklyMemberList,
    nullable: true,
    extensions: { ...applied(semanticNonNull()), upstreamCalls: maxMemberPages },
    description: `The members of the account, at most ${maxMemberPages * 100}: a call for each hundred, kept for an hour. Null when reading them failed: a key may read sessions and be forbidden to read members.`,
    resolve: (_root, _args, context) => context.loaders().readMembers(),
  }),
);
