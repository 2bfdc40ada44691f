/** `testSessionStatistics`: what many sessions came to, in one answer. The arithmetic is in `src/statistics/`. */

import { toListedSource } from '../domain/session-detail.ts';
import { InputError } from '../errors/input-error.ts';
import { shorten } from '../errors/shorten.ts';
import { assumedListLength } from '../limits.ts';
import type { Walk } from '../pagination/session-walk.ts';
import { type Bucket, tallyAll, tallyByInterval } from '../statistics/buckets.ts';
import { findRedStreaks, flakiestFirst, slowestFirst, toCourses } from '../statistics/colours.ts';
import { type Group, groupSessions, largestGroups, lastStatuses, tallyGroup } from '../statistics/groups.ts';
import { type Interval, readTimeZone, type TimeZone } from '../statistics/time-zone.ts';
import { builder } from './builder.ts';
import { lastStatusesDescription, TestSessionFlakiness, TestSessionRedStreak } from './courses.ts';
import { applied, listSize } from './directives.ts';
import { TestSessionStatusEnum } from './enums.ts';
import { TestSessionFilter } from './filter-input.ts';
import { firstArguments, readFirst, sizedByFirst, takeSessionCost, walkCost } from './many-sessions.ts';
import { TestSession } from './session.ts';
import { readSessionFilter } from './session-filter.ts';
import { TestSessionGrouping, TestSessionLookedAt, TestSessionTally } from './tally.ts';

interface Statistics {
  readonly walk: Walk;
  readonly interval: Interval | null;
  readonly zone: TimeZone;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

interface IntervalTally extends Bucket {
  readonly isPartial: boolean;
}

const TestSessionInterval = builder.enumType('TestSessionInterval', {
  description: "A length of time by a time zone's clock.",
  values: {
    HOUR: { description: 'From one full hour to the next.' },
    DAY: { description: 'From midnight to midnight; 23 or 25 hours where the clock is changed.' },
    WEEK: { description: 'From Monday to Monday (ISO 8601).' },
  } satisfies Record<Interval, object>,
});

const TestSessionIntervalTally = builder.objectRef<IntervalTally>('TestSessionIntervalTally').implement({
  description: 'The test sessions that were created in one interval.',
  fields: (t) => ({
    from: t.field({ type: 'DateTime', description: 'Its start.', resolve: ({ startMs }) => startMs }),
    to: t.field({ type: 'DateTime', description: 'Its end, exclusive.', resolve: ({ endMs }) => endMs }),
    isPartial: t.exposeBoolean('isPartial', {
      description:
        'Whether only a part of it was looked at: it is not over, or reaches beyond the filter or beyond the oldest session that was looked at.',
    }),
    tally: t.field({ type: TestSessionTally, description: 'Its sessions.', resolve: ({ tally }) => tally }),
  }),
});

const TestSessionGroup = builder.objectRef<Group>('TestSessionGroup').implement({
  description: 'Test sessions that have something in common.',
  fields: (t) => ({
    key: t.exposeString('key', {
      nullable: true,
      description: 'What they have in common, such as the branch; null for the sessions that have none.',
    }),
    tally: t.field({ type: TestSessionTally, description: 'The sessions.', resolve: tallyGroup }),
    lastStatuses: t.field({
      type: [TestSessionStatusEnum],
      nullable: { list: false, items: true },
      description: lastStatusesDescription,
      resolve: ({ sessions }) => lastStatuses(sessions),
    }),
  }),
});

const TestSessionStatistics = builder.objectRef<Statistics>('TestSessionStatistics').implement({
  description: 'What many test sessions came to. Each part is worked out when it is asked for.',
  fields: (t) => ({
    lookedAt: t.field({
      type: TestSessionLookedAt,
      description: 'The sessions that this is made of, and whether they are all.',
      resolve: ({ walk }) => walk,
    }),
    total: t.field({
      type: TestSessionTally,
      description: 'All sessions.',
      resolve: ({ walk }, _args, { buckets }) => tallyAll(walk.batches, buckets),
    }),
    intervals: t.field({
      type: [TestSessionIntervalTally],
      extensions: applied(listSize({ assumedSize: assumedListLength })),
      description:
        'The sessions by `interval`, the oldest first. Intervals without a session are left out; empty without `interval`.',
      resolve: (statistics, _args, { buckets }) =>
        statistics.interval === null
          ? []
          : tallyByInterval(statistics.walk.batches, buckets, statistics.interval, statistics.zone).map(
              (bucket) => ({ ...bucket, isPartial: isPartial(bucket, statistics) }),
            ),
    }),
    groups: t.field({
      type: [TestSessionGroup],
      extensions: sizedByFirst,
      description: 'The largest groups first; of equals the one with the newest session.',
      args: {
        by: t.arg({ type: TestSessionGrouping, required: true, description: 'What to group by.' }),
        ...firstArguments('groups'),
      },
      resolve: ({ walk }, { by, first }, context) =>
        largestGroups(groupSessions(walk.sessions, by), readFirst(first, context)),
    }),
    slowest: t.field({
      type: [TestSession],
      extensions: sizedByFirst,
      description: 'The sessions that took longest, the longest first. Those that run are not among them.',
      args: firstArguments('sessions'),
      resolve: ({ walk }, { first }, context) =>
        slowestFirst(walk.sessions).slice(0, readFirst(first, context)).map(toListedSource),
    }),
    red: t.field({
      type: [TestSessionRedStreak],
      extensions: sizedByFirst,
      description: 'What is red now, by name and branch; the one with the newest session first.',
      args: firstArguments('names'),
      resolve: ({ walk }, { first }, context) =>
        findRedStreaks(toCourses(walk.sessions)).slice(0, readFirst(first, context)),
    }),
    flakiest: t.field({
      type: [TestSessionFlakiness],
      extensions: sizedByFirst,
      description:
        'How often each name changed its colour on a branch: the most changes first; of equals those of fewer sessions.',
      args: firstArguments('names'),
      resolve: ({ walk }, { first }, context) =>
        flakiestFirst(toCourses(walk.sessions)).slice(0, readFirst(first, context)),
    }),
  }),
});

builder.queryField('testSessionStatistics', (t) =>
  t.field({
    type: TestSessionStatistics,
    nullable: true,
    description:
      'What the test sessions of a filter came to: the newest of them, as `lookedAt` says, a month of a busy account. Costs a call to Checkly for each 100 sessions when nothing is cached, and the newest page when it is asked again. Null only when reading them failed.',
    extensions: walkCost(),
    args: {
      filter: t.arg({ type: TestSessionFilter, description: 'Which sessions; all when left out.' }),
      interval: t.arg({
        type: TestSessionInterval,
        description: 'The length of `intervals`, none when left out.',
      }),
      timeZone: t.arg.string({
        description:
          'The time zone of `intervals`, by its IANA name, such as `Europe/Berlin`; UTC when left out.',
      }),
    },
    resolve: async (_root, { filter, interval, timeZone }, context, info) => {
      const zone = readZone(timeZone);
      takeSessionCost(context, info);
      const walk = await context.walk(await readSessionFilter(filter, context));
      return { walk, interval: interval ?? null, zone, now: context.now };
    },
  }),
);

/** Characters of a name that Intl is asked about, and that a refusal shows. */
const maxZoneLength = 64;

/** An empty text is as absent. @throws InputError naming `timeZone`. */
function readZone(name: string | null | undefined): TimeZone {
  const asked = name == null || name === '' ? 'UTC' : name;
  const zone = asked.length > maxZoneLength ? null : readTimeZone(asked);
  if (zone !== null) return zone;
  const shown = shorten(JSON.stringify(asked), maxZoneLength);
  throw new InputError('timeZone', `must be an IANA name, such as Europe/Berlin, but is ${shown}`);
}

function isPartial({ startMs, endMs }: Bucket, { walk, now }: Statistics): boolean {
  const { sessions, isAll, fromMs, toMs } = walk;
  const lookedFromMs = isAll ? (fromMs ?? 0) : (sessions.at(-1)?.createdAt ?? now);
  return startMs < lookedFromMs || endMs > Math.min(now, toMs ?? now);
}
