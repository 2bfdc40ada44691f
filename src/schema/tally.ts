/** What questions about many sessions share: how far they looked, counts by status and durations, and what to group by. */

import { maxWalkedPages, maxWalkedSessions } from '../limits.ts';
import type { Walk } from '../pagination/session-walk.ts';
import type { Grouping } from '../statistics/groups.ts';
import { countUnknown, type Durations, type Tally, toDurations, toPassRate } from '../statistics/tally.ts';
import { builder } from './builder.ts';

export const TestSessionLookedAt = builder.objectRef<Walk>('TestSessionLookedAt').implement({
  description: 'The test sessions that an answer is made of.',
  fields: (t) => ({
    sessions: t.int({
      description: 'How many sessions were looked at.',
      resolve: ({ sessions }) => sessions.length,
    }),
    isAll: t.exposeBoolean('isAll', {
      description: `Whether these are all that match the filter. False when a bound (${maxWalkedSessions} sessions, ${maxWalkedPages} pages of Checkly) cut: older ones were not looked at.`,
    }),
    oldestAt: t.field({
      type: 'DateTime',
      nullable: true,
      description:
        'When the oldest of them was created: all sessions since then were looked at. Null without a session.',
      resolve: ({ sessions }) => sessions.at(-1)?.createdAt ?? null,
    }),
    malformed: t.exposeInt('malformed', {
      description: "Sessions of which Checkly's record is malformed: they count nowhere else.",
    }),
  }),
});

const TestSessionDurations = builder.objectRef<Durations>('TestSessionDurations').implement({
  description:
    'How long sessions took, from start to end, in milliseconds: all that have ended, whatever they came to. Each is null when none has.',
  fields: (t) => ({
    medianMs: t.exposeFloat('medianMs', {
      nullable: true,
      description: 'The median, in milliseconds; half-way between the middle two of an even number.',
    }),
    p95Ms: t.exposeFloat('p95Ms', {
      nullable: true,
      description: 'The 95th percentile by nearest rank, in milliseconds: a duration that occurred.',
    }),
    maxMs: t.exposeFloat('maxMs', { nullable: true, description: 'The longest, in milliseconds.' }),
  }),
});

export const TestSessionTally = builder.objectRef<Tally>('TestSessionTally').implement({
  description: 'Test sessions counted by status, and their durations.',
  fields: (t) => ({
    sessions: t.exposeInt('sessions', { description: 'All of them.' }),
    running: t.int({ description: 'Sessions that run.', resolve: ({ byStatus }) => byStatus.RUNNING }),
    passed: t.int({ description: 'Sessions that passed.', resolve: ({ byStatus }) => byStatus.PASSED }),
    failed: t.int({ description: 'Sessions that failed.', resolve: ({ byStatus }) => byStatus.FAILED }),
    cancelled: t.int({
      description: 'Sessions that were cancelled.',
      resolve: ({ byStatus }) => byStatus.CANCELLED,
    }),
    unknown: t.int({
      description: 'Sessions of which Checkly does not tell the status.',
      resolve: countUnknown,
    }),
    passRate: t.float({
      nullable: true,
      description: 'From 0 to 1, of the sessions that passed or failed; null when none did.',
      resolve: toPassRate,
    }),
    durations: t.field({
      type: TestSessionDurations,
      description: 'How long they took.',
      resolve: toDurations,
    }),
  }),
});

export const TestSessionGrouping = builder.enumType('TestSessionGrouping', {
  description: 'What test sessions have in common.',
  values: {
    BRANCH: { description: "The commit's branch." },
    NAME: { description: "The session's name." },
    PROJECT: { description: "The id of the project of Checkly's command line." },
    ENVIRONMENT: { description: 'The environment that was tested.' },
    PROVIDER: { description: 'What started the session, verbatim.' },
  } satisfies Record<Grouping, object>,
});
