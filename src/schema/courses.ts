/** What each name came to on each branch: red streaks and flakiness, as GraphQL types. */

import { toListedSource } from '../domain/session-detail.ts';
import type { Flakiness, RedStreak } from '../statistics/colours.ts';
import { lastStatuses } from '../statistics/groups.ts';
import { builder } from './builder.ts';
import { TestSessionStatusEnum } from './enums.ts';
import { TestSession } from './session.ts';

export const lastStatusesDescription =
  'The last 20 statuses, the newest first; null where Checkly does not tell one.';

const nameDescription = 'The name of the sessions.';
const branchDescription = 'Their branch; null for sessions of no branch.';

export const TestSessionRedStreak = builder.objectRef<RedStreak>('TestSessionRedStreak').implement({
  description:
    'A name that is red on a branch: its last session that passed or failed has failed. Sessions that run or were cancelled count neither way.',
  fields: (t) => ({
    name: t.string({ description: nameDescription, resolve: ({ course }) => course.name }),
    branch: t.string({
      nullable: true,
      description: branchDescription,
      resolve: ({ course }) => course.branch,
    }),
    failures: t.exposeInt('failures', { description: 'How many have failed in a row.' }),
    latest: t.field({
      type: TestSession,
      description: 'The last session that failed.',
      resolve: ({ latest }) => toListedSource(latest),
    }),
    since: t.field({
      type: TestSession,
      description: 'The first session in the row that failed; its `commit` is the one to look at.',
      resolve: ({ since }) => toListedSource(since),
    }),
    lastPassed: t.field({
      type: TestSession,
      nullable: true,
      description:
        'The last session that passed before; null when none was looked at, so that it may be red for longer.',
      resolve: ({ lastPassed }) => (lastPassed === null ? null : toListedSource(lastPassed)),
    }),
    lastStatuses: t.field({
      type: [TestSessionStatusEnum],
      nullable: { list: false, items: true },
      description: lastStatusesDescription,
      resolve: ({ course }) => lastStatuses(course.sessions),
    }),
  }),
});

export const TestSessionFlakiness = builder.objectRef<Flakiness>('TestSessionFlakiness').implement({
  description: 'How often a name changed its colour on a branch.',
  fields: (t) => ({
    name: t.string({ description: nameDescription, resolve: ({ course }) => course.name }),
    branch: t.string({
      nullable: true,
      description: branchDescription,
      resolve: ({ course }) => course.branch,
    }),
    decided: t.exposeInt('decided', { description: 'How many of the sessions passed or failed.' }),
    changes: t.exposeInt('changes', {
      description: 'How often one of these passed after one that failed, or failed after one that passed.',
    }),
    changeRate: t.float({
      nullable: true,
      description: 'Changes from 0 to 1 of what there could be; null with fewer than two that count.',
      resolve: ({ decided, changes }) => (decided < 2 ? null : changes / (decided - 1)),
    }),
    lastStatuses: t.field({
      type: [TestSessionStatusEnum],
      nullable: { list: false, items: true },
      description: lastStatusesDescription,
      resolve: ({ course }) => lastStatuses(course.sessions),
    }),
  }),
});
