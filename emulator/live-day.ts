// What happens on one day of the live demo: every push, nightly and scheduled run, with its outcome. Pure: the same
// random numbers and day give the same runs, so that a list is a function of seed and time.
//
// The story: three times a day a commit on main breaks two suites, until it is reverted some pushes later. One
// suite is flaky: it fails now and then and passes when it is run again. Smoke tests run every hour, the nightly at
// midnight (UTC).

import {
  type Feature,
  features,
  flakyMessage,
  mainMessages,
  mainSuites,
  type Person,
  people,
  type Suite,
  stories,
  suites,
} from './live-vocabulary.ts';
import type { Random } from './random.ts';
import type { SessionStatus } from './session.ts';

export const dayMs = 86_400_000;
const minuteMs = 60_000;
const blockMinutes = 480;
/** Every how many slots one belongs to main, the others to a feature's branch. */
const mainEvery = 4;
/** When in a block of eight hours the breaking commit comes, counted in pushes to main. */
const breakAt = 2;

interface LiveCommit {
  readonly sha: string;
  readonly message: string;
  readonly person: Person;
}

export interface LiveRun {
  readonly createdAtMs: number;
  readonly durationMs: number;
  readonly suite: Suite;
  readonly status: SessionStatus;
  /** What failed, and a name that is the same for the same error; null unless the run fails. */
  readonly error: { readonly name: string; readonly message: string } | null;
  readonly provider: string;
  readonly environment: string;
  /** Null where nobody pushed. */
  readonly commit: LiveCommit | null;
  readonly branch: string;
}

/** @param day days since the epoch, in UTC. @returns the runs created on that day, in no order */
export function createDay(random: Random, day: number): LiveRun[] {
  const startMs = day * dayMs;
  const runs = [createNightly(random, day)];
  for (let hour = 0; hour < 24; hour += 1) {
    const createdAtMs = startMs + (hour * 60 + 5) * minuteMs + random.integer(0, 400);
    runs.push(createRun(random, suites.smoke, { ...scheduled, createdAtMs, environment: 'production' }));
  }
  let mainIndex = 0;
  let fixedAt = 0;
  let block = -1;
  listSlots(day).forEach((minute, slot) => {
    const createdAtMs = startMs + minute * minuteMs + random.integer(2_000, 120_000);
    if (Math.floor(minute / blockMinutes) !== block) {
      block += 1;
      mainIndex = 0;
      fixedAt = breakAt + random.integer(2, 3);
    }
    const pullRequest = 4_000 + ((day * 100 + slot) % 5_000);
    if (slot % mainEvery !== 0) {
      runs.push(createFeatureRun(random, { createdAtMs, day, slot }));
      return;
    }
    runs.push(...createMainRuns(random, { createdAtMs, day, block, mainIndex, fixedAt, pullRequest }));
    mainIndex += 1;
  });
  // What a retry would bring on the next day is left out: each day stands alone.
  return runs.filter((run) => run.createdAtMs < startMs + dayMs);
}

/** The minutes of the day at which somebody pushes: every ten in working hours (UTC), else every fifteen. */
function listSlots(day: number): number[] {
  // The epoch was a Thursday.
  const weekday = (day + 4) % 7;
  const isWorkingDay = weekday !== 0 && weekday !== 6;
  const minutes: number[] = [];
  for (let minute = 0; minute < 1_440; ) {
    minutes.push(minute);
    minute += isWorkingDay && minute >= 7 * 60 && minute < 19 * 60 ? 10 : 15;
  }
  return minutes;
}

interface MainPush {
  readonly createdAtMs: number;
  readonly day: number;
  readonly block: number;
  readonly mainIndex: number;
  readonly fixedAt: number;
  readonly pullRequest: number;
}

function createMainRuns(random: Random, push: MainPush): LiveRun[] {
  const { day, block, mainIndex, fixedAt } = push;
  const story = stories[(day * 3 + block) % stories.length];
  const isRed = mainIndex >= breakAt && mainIndex < fixedAt;
  const commit = createCommit(random, toMainMessage(random, push));
  const isFlaky = !isRed && random.chance(0.4);
  const runs: LiveRun[] = mainSuites.map((suite, index) => {
    const createdAtMs = push.createdAtMs + index * random.integer(1_000, 4_000);
    const base = { createdAtMs, commit, branch: 'main', provider: 'GITHUB', environment: 'staging' };
    if (isRed && story?.breaks.includes(suite)) {
      const error = { name: `story ${day} ${block}`, message: story.error };
      return createRun(random, suite, { ...base, status: 'FAILED', error });
    }
    if (isFlaky && suite === suites.webkit) {
      return createRun(random, suite, { ...base, status: 'FAILED', error: flakyError });
    }
    return createRun(random, suite, base);
  });
  const flaky = runs.find((run) => run.error === flakyError);
  if (flaky === undefined) return runs;
  const createdAtMs = flaky.createdAtMs + flaky.durationMs + random.integer(10_000, 40_000);
  return [...runs, createRun(random, flaky.suite, { ...flaky, createdAtMs, status: 'PASSED', error: null })];
}

const flakyError = { name: 'flaky', message: flakyMessage };

function toMainMessage(random: Random, { day, block, mainIndex, fixedAt, pullRequest }: MainPush): string {
  const story = stories[(day * 3 + block) % stories.length]?.message ?? '';
  if (mainIndex === breakAt) return `${story} (#${pullRequest})`;
  if (mainIndex === fixedAt) return `Revert "${story}" (#${pullRequest})`;
  return `${random.pick(mainMessages)} (#${pullRequest})`;
}

function createFeatureRun(
  random: Random,
  { createdAtMs, day, slot }: { createdAtMs: number; day: number; slot: number },
): LiveRun {
  const { branch, message, suite, provider }: Feature = random.pick(features);
  const status = random.pickWeighted<SessionStatus>([
    [14, 'FAILED'],
    [5, 'CANCELLED'],
    [81, 'PASSED'],
  ]);
  const error =
    status === 'FAILED' ? { name: `${branch} ${day}`, message: stories[slot % 4]?.error ?? '' } : null;
  const commit = createCommit(random, message);
  return createRun(random, suite, {
    createdAtMs,
    status,
    error,
    provider,
    environment: 'Preview',
    commit,
    branch,
  });
}

/** At midnight exactly, so that no day is ever empty. */
function createNightly(random: Random, day: number): LiveRun {
  const base = { ...scheduled, createdAtMs: day * dayMs, environment: 'staging' };
  if (!random.chance(0.3)) return createRun(random, suites.nightly, base);
  const error = { name: `nightly ${day}`, message: 'Assertion failed: responseTime < 2000 (was 4312)' };
  return createRun(random, suites.nightly, { ...base, status: 'FAILED', error });
}

const scheduled = { provider: 'TRIGGER', commit: null, branch: 'main' } as const;

type RunFacts = Omit<LiveRun, 'suite' | 'durationMs' | 'status' | 'error'> &
  Partial<Pick<LiveRun, 'status' | 'error'>>;

/** Passes, unless it is told otherwise. */
function createRun(random: Random, suite: Suite, facts: RunFacts): LiveRun {
  const durationMs = random.integer(suite.minSeconds * 1_000, suite.maxSeconds * 1_000);
  return { status: 'PASSED', error: null, ...facts, suite, durationMs };
}

function createCommit(random: Random, message: string): LiveCommit {
  return { sha: random.hex(40), message, person: random.pick(people) };
}
