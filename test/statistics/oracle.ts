/** Each answer worked out from upstream's rows by brute force, as the schema's descriptions say it. */

import type { RawSession } from './raw-sessions.ts';

export const groupings = ['BRANCH', 'NAME', 'PROJECT', 'ENVIRONMENT', 'PROVIDER'] as const;

export const statisticsFields = `
  lookedAt { sessions isAll oldestAt malformed }
  total { ...tally }
  intervals { from to isPartial tally { ...tally } }
  ${groupings.map((by) => `${by}: groups(by: ${by}, first: $first) { key lastStatuses tally { ...tally } }`).join('\n')}
  slowest(first: $first) { sessionId durationMs }
  red(first: $first) { name branch failures latest { sessionId } since { sessionId } lastPassed { sessionId } lastStatuses }
  flakiest(first: $first) { name branch decided changes changeRate lastStatuses }`;

export const tallyFragment = `fragment tally on TestSessionTally {
  sessions running passed failed cancelled unknown passRate durations { medianMs p95Ms maxMs } }`;

export const latestFields =
  'lookedAt { sessions isAll oldestAt malformed } groups { key gotWorse latest { sessionId status } previous { sessionId status } }';

interface Range {
  readonly fromMs: number | null;
  readonly toMs: number | null;
}

export interface Asked extends Range {
  readonly first: number;
  readonly interval: 'HOUR' | 'DAY' | 'WEEK' | null;
  readonly timeZone: string;
  readonly now: number;
}

export function expectStatistics(sessions: readonly RawSession[], asked: Asked): object {
  const { first } = asked;
  const groups = Object.fromEntries(
    groupings.map((by) => [
      by,
      distinct(sessions.map(({ keys }) => keys[by]))
        .map((key) => ({ key, members: sessions.filter(({ keys }) => keys[by] === key) }))
        .sort((a, b) => b.members.length - a.members.length)
        .slice(0, first)
        .map(({ key, members }) => ({ key, lastStatuses: statusesOf(members), tally: tallyOf(members) })),
    ]),
  );
  const courses = coursesOf(sessions);
  return {
    lookedAt: lookedAt(sessions),
    total: tallyOf(sessions),
    intervals: asked.interval === null ? [] : intervalsOf(sessions, asked.interval, asked),
    ...groups,
    slowest: sessions
      .filter(({ durationMs }) => durationMs !== null)
      .sort((a, b) => Number(b.durationMs) - Number(a.durationMs))
      .slice(0, first)
      .map(({ id, durationMs }) => ({ sessionId: id, durationMs })),
    red: courses.flatMap(redOf).slice(0, first),
    flakiest: courses
      .map(flakinessOf)
      .sort((a, b) => b.changes - a.changes || a.decided - b.decided)
      .slice(0, first),
  };
}

export function expectLatest(
  sessions: readonly RawSession[],
  by: (typeof groupings)[number],
  first: number,
): object {
  const groups = distinct(sessions.map(({ keys }) => keys[by])).map((key) => {
    const [latest, ...older] = sessions.filter(({ keys }) => keys[by] === key);
    const before = older.find(({ status }) => status === 'PASSED' || status === 'FAILED');
    return {
      key,
      gotWorse: latest?.status === 'FAILED' && before?.status === 'PASSED',
      latest: toTile(latest),
      previous: toTile(older[0]),
    };
  });
  return { lookedAt: lookedAt(sessions), groups: groups.slice(0, first) };
}

function lookedAt(sessions: readonly RawSession[]): object {
  const oldestMs = sessions.at(-1)?.createdMs;
  const oldestAt = oldestMs === undefined ? null : new Date(oldestMs).toISOString();
  return { sessions: sessions.length, isAll: true, oldestAt, malformed: 0 };
}

function toTile(session: RawSession | undefined): object | null {
  return session === undefined ? null : { sessionId: session.id, status: session.status };
}

function distinct<Value>(values: readonly Value[]): Value[] {
  return [...new Set(values)];
}

function statusesOf(sessions: readonly RawSession[]): (string | null)[] {
  return sessions.slice(0, 20).map(({ status }) => status);
}

function tallyOf(sessions: readonly RawSession[]): object {
  const count = (status: string | null) => sessions.filter((each) => each.status === status).length;
  const [passed, failed] = [count('PASSED'), count('FAILED')];
  const durations = sessions
    .flatMap(({ durationMs }) => (durationMs === null ? [] : [durationMs]))
    .sort((a, b) => a - b);
  const middle = [durations[(durations.length - 1) >> 1] ?? 0, durations[durations.length >> 1] ?? 0];
  // The smallest that at least 95 in a hundred do not exceed.
  const p95 = durations.find((_, index) => (index + 1) * 100 >= durations.length * 95);
  return {
    sessions: sessions.length,
    running: count('RUNNING'),
    passed,
    failed,
    cancelled: count('CANCELLED'),
    unknown: count(null),
    passRate: passed + failed === 0 ? null : passed / (passed + failed),
    durations: {
      medianMs: durations.length === 0 ? null : middle.reduce((a, b) => a + b) / 2,
      p95Ms: p95 ?? null,
      maxMs: durations.at(-1) ?? null,
    },
  };
}

interface OracleCourse {
  readonly name: string | null;
  readonly branch: string | null;
  readonly members: readonly RawSession[];
}

function coursesOf(sessions: readonly RawSession[]): OracleCourse[] {
  const name = ({ keys }: RawSession) => JSON.stringify([keys.NAME, keys.BRANCH]);
  return distinct(sessions.map(name)).map((course) => {
    const members = sessions.filter((session) => name(session) === course);
    return {
      name: members[0]?.keys.NAME ?? null,
      branch: members[0]?.keys.BRANCH ?? null,
      members,
    };
  });
}

function redOf({ name, branch, members }: OracleCourse): object[] {
  const decided = members.filter(({ status }) => status === 'PASSED' || status === 'FAILED');
  if (decided[0]?.status !== 'FAILED') return [];
  const failed: RawSession[] = [];
  for (const session of decided) {
    if (session.status === 'PASSED') break;
    failed.push(session);
  }
  const toId = (session: RawSession | undefined) =>
    session === undefined ? null : { sessionId: session.id };
  return [
    {
      name,
      branch,
      failures: failed.length,
      latest: toId(failed[0]),
      since: toId(failed.at(-1)),
      lastPassed: toId(decided[failed.length]),
      lastStatuses: statusesOf(members),
    },
  ];
}

function flakinessOf({ name, branch, members }: OracleCourse) {
  const colours = members
    .map(({ status }) => status)
    .filter((each) => each === 'PASSED' || each === 'FAILED');
  const changes = colours.filter((colour, i) => i > 0 && colour !== colours[i - 1]).length;
  const changeRate = colours.length < 2 ? null : changes / (colours.length - 1);
  return { name, branch, decided: colours.length, changes, changeRate, lastStatuses: statusesOf(members) };
}

/** By what the zone's clock shows, as text; the bounds are looked for minute by minute. */
function intervalsOf(
  sessions: readonly RawSession[],
  interval: 'HOUR' | 'DAY' | 'WEEK',
  { timeZone, fromMs, toMs, now }: Asked,
): object[] {
  const labelOf = createLabeller(timeZone, interval);
  const oldestFirst = sessions.toReversed();
  return distinct(oldestFirst.map(({ createdMs }) => labelOf(createdMs))).map((label) => {
    const members = sessions.filter(({ createdMs }) => labelOf(createdMs) === label);
    const within = members[0]?.createdMs ?? 0;
    const [startMs, endMs] = [edgeOf(within, -1, label, labelOf), edgeOf(within, 1, label, labelOf)];
    return {
      from: new Date(startMs).toISOString(),
      to: new Date(endMs).toISOString(),
      isPartial: startMs < (fromMs ?? 0) || endMs > Math.min(now, toMs ?? now),
      tally: tallyOf(members),
    };
  });
}

const quarterMs = 15 * 60_000;

/** The first moment, a quarter of an hour, behind (1) or of (-1) the label. */
function edgeOf(withinMs: number, direction: 1 | -1, label: string, labelOf: (ms: number) => string): number {
  let edgeMs = Math.floor(withinMs / quarterMs) * quarterMs;
  while (labelOf(edgeMs + direction * quarterMs) === label) edgeMs += direction * quarterMs;
  return direction === 1 ? edgeMs + quarterMs : edgeMs;
}

const labellers = new Map<string, (ms: number) => string>();

/** The same text for moments of the same interval; the hours that a clock shows twice are two. */
export function createLabeller(timeZone: string, interval: 'HOUR' | 'DAY' | 'WEEK'): (ms: number) => string {
  const name = `${timeZone} ${interval}`;
  const labeller = labellers.get(name) ?? newLabeller(timeZone, interval);
  labellers.set(name, labeller);
  return labeller;
}

function newLabeller(timeZone: string, interval: 'HOUR' | 'DAY' | 'WEEK'): (ms: number) => string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  });
  const known = new Map<number, string>();
  return (ms) => {
    const quarter = Math.floor(ms / quarterMs);
    const label = known.get(quarter) ?? toLabel(quarter * quarterMs);
    known.set(quarter, label);
    return label;
  };
  function toLabel(ms: number): string {
    const parts = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value]));
    const day = `${parts.year}-${parts.month}-${parts.day}`;
    if (interval === 'HOUR') return `${day} ${parts.hour} ${parts.timeZoneName}`;
    if (interval === 'DAY') return day;
    const date = new Date(`${day}T00:00:00Z`);
    const monday = date.getTime() - ((date.getUTCDay() + 6) % 7) * 86_400_000;
    return new Date(monday).toISOString();
  }
}
