/** `latestTestSessions`: the tiles of a wall. */

import { toListedSource } from '../domain/session-detail.ts';
import type { Walk } from '../pagination/session-walk.ts';
import { type Group, gotWorse, groupSessions } from '../statistics/groups.ts';
import { builder } from './builder.ts';
import { TestSessionFilter } from './filter-input.ts';
import { firstArguments, readFirst, takeSessionCost, walkCost } from './many-sessions.ts';
import { TestSession } from './session.ts';
import { readSessionFilter } from './session-filter.ts';
import { TestSessionGrouping, TestSessionLookedAt } from './tally.ts';

interface Latest {
  readonly walk: Walk;
  readonly groups: readonly Group[];
}

const TestSessionLatest = builder.objectRef<Group>('TestSessionLatest').implement({
  description: 'The newest of some test sessions, and the one before it.',
  fields: (t) => ({
    key: t.exposeString('key', {
      nullable: true,
      description: 'What they have in common, such as the branch; null for the sessions that have none.',
    }),
    latest: t.field({
      type: TestSession,
      description: 'The newest session.',
      resolve: ({ newest }) => toListedSource(newest),
    }),
    previous: t.field({
      type: TestSession,
      nullable: true,
      description: 'The one before it; null when none was looked at.',
      resolve: ({ sessions: [, previous] }) => (previous === undefined ? null : toListedSource(previous)),
    }),
    gotWorse: t.boolean({
      description:
        'Whether the newest failed, and the last one before it that passed or failed had passed. False while the newest runs.',
      resolve: ({ sessions }) => gotWorse(sessions),
    }),
  }),
});

const TestSessionLatestList = builder.objectRef<Latest>('TestSessionLatestList').implement({
  description: 'The newest test session of each branch, name, project, environment or provider.',
  fields: (t) => ({
    lookedAt: t.field({
      type: TestSessionLookedAt,
      description: 'The sessions that this is made of, and whether they are all.',
      resolve: ({ walk }) => walk,
    }),
    groups: t.field({
      type: [TestSessionLatest],
      description: 'The one with the newest session first.',
      resolve: ({ groups }) => groups,
    }),
  }),
});

builder.queryField('latestTestSessions', (t) =>
  t.field({
    type: TestSessionLatestList,
    nullable: true,
    description:
      'The newest test session of each branch, name, project, environment or provider, with the one before it. Looks at the same sessions as `testSessionStatistics`, at the same cost; both together cost it once. Null only when reading them failed.',
    extensions: walkCost('groups'),
    args: {
      by: t.arg({ type: TestSessionGrouping, required: true, description: 'What to group by.' }),
      filter: t.arg({ type: TestSessionFilter, description: 'Which sessions; all when left out.' }),
      ...firstArguments('groups'),
    },
    resolve: async (_root, { by, filter, first }, context, info) => {
      const count = readFirst(first, context);
      takeSessionCost(context, info, count);
      const walk = await context.walk(await readSessionFilter(filter, context));
      return { walk, groups: groupSessions(walk.sessions, by).slice(0, count) };
    },
  }),
);
