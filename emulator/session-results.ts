// The results of a session: for each sequence id one check run, with the attempts before it. What a check run looks
// like hangs on its sequence id alone, so it stays itself while the session goes on.

import { createRandom, hashText, type Random } from './random.ts';
import { checkNames, checkTypes, regions } from './seed-vocabulary.ts';
import { type SessionFields, toIds, toIso } from './session.ts';

interface Frame {
  /** The session's page for people. */
  readonly link: string;
  readonly startedAtMs: number;
  /** For a running session: now. */
  readonly stoppedAtMs: number;
}

type RunState = 'running' | 'passed' | 'failed' | 'cancelled';
const runStates: readonly RunState[] = ['running', 'passed', 'failed', 'cancelled'];

/** A result as the session's detail shows it, and what only its own route tells. */
export interface RunResult {
  readonly fields: SessionFields;
  readonly sequenceId: string;
  /** Which attempt it is, from 1 on. */
  readonly attempt: number;
}

export function createResults(entry: SessionFields, frame: Frame): RunResult[] {
  const errorGroupIds = toIds(entry.errorGroupIds);
  return runStates
    .flatMap((state) => toIds(entry[state]).map((sequenceId) => ({ state, sequenceId })))
    .sort((a, b) => (a.sequenceId < b.sequenceId ? -1 : 1))
    .flatMap(({ state, sequenceId }) => createCheckRun(sequenceId, { state, frame, errorGroupIds }));
}

interface RunContext {
  readonly state: RunState;
  readonly frame: Frame;
  readonly errorGroupIds: readonly string[];
}

function createCheckRun(sequenceId: string, context: RunContext): RunResult[] {
  const random = createRandom(hashText(sequenceId));
  const check = {
    checkId: random.chance(0.06) ? null : random.uuid(),
    checkType: random.pick(checkTypes),
    ...(random.chance(0.03) ? {} : { name: random.pick(checkNames) }),
    ...(random.chance(0.03) ? {} : { runLocation: random.pick(regions) }),
  };
  const attemptCount = random.chance(0.15) ? random.integer(1, 2) : 0;
  const attempts = Array.from({ length: context.state === 'running' ? 0 : attemptCount }, () => ({
    ...createIdentity(random, context.frame),
    ...check,
    ...createOutcome(random, 'failed', context),
    resultType: 'ATTEMPT',
  }));
  const final = {
    ...createIdentity(random, context.frame),
    ...check,
    ...createOutcome(random, context.state, context),
    ...(random.chance(0.02) ? {} : { resultType: context.state === 'running' ? 'PENDING' : 'FINAL' }),
  };
  return [...attempts, final].map((fields, index) => ({ fields, sequenceId, attempt: index + 1 }));
}

function createIdentity(random: Random, frame: Frame) {
  const testSessionResultId = random.uuid();
  return { testSessionResultId, testSessionResultLink: `${frame.link}/results/${testSessionResultId}` };
}

function createOutcome(random: Random, state: RunState, { frame, errorGroupIds }: RunContext) {
  const hasErrors = random.chance(0.4);
  const isDegraded = random.chance(0.08);
  const startMs = Math.min(frame.startedAtMs + random.integer(0, 2_000), frame.stoppedAtMs);
  const responseTime = random.integer(80, 30_000);
  const stopMs = Math.min(startMs + responseTime, frame.stoppedAtMs);
  if (state === 'running') {
    return {
      errorGroupIds: [],
      status: 'RUNNING',
      hasErrors: false,
      hasFailures: false,
      isDegraded: false,
      aborted: false,
      responseTime: null,
      startedAt: isDegraded ? null : toIso(startMs),
      stoppedAt: null,
    };
  }
  const isFailed = state === 'failed';
  return {
    errorGroupIds: isFailed && errorGroupIds.length > 0 ? [random.pick(errorGroupIds)] : [],
    status: state.toUpperCase(),
    hasErrors: isFailed && hasErrors,
    hasFailures: isFailed && !hasErrors,
    isDegraded: state === 'passed' && isDegraded,
    aborted: state === 'cancelled',
    responseTime: state === 'cancelled' ? null : responseTime,
    startedAt: toIso(startMs),
    stoppedAt: toIso(stopMs),
  };
}
