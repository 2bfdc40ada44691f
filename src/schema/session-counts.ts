/** The check runs of a session by state: how many, and which. */

import type { SessionSummary } from '../domain/session.ts';
import { builder } from './builder.ts';
import { TestSession } from './session.ts';
import { fromSummary } from './session-fields.ts';

interface Counts {
  readonly total: number;
  readonly running: number;
  readonly passed: number;
  readonly failed: number;
  readonly cancelled: number;
}

const TestSessionCounts = builder.objectRef<Counts>('TestSessionCounts').implement({
  description: 'Check runs of a test session by state; a run counts once, however often it was retried.',
  fields: (t) => ({
    total: t.exposeInt('total', { description: 'All check runs.' }),
    running: t.exposeInt('running', { description: 'Check runs that have not ended.' }),
    passed: t.exposeInt('passed', { description: 'Check runs that passed.' }),
    failed: t.exposeInt('failed', { description: 'Check runs that failed.' }),
    cancelled: t.exposeInt('cancelled', { description: 'Check runs that were stopped.' }),
  }),
});

builder.objectFields(TestSession, (t) => ({
  counts: t.field({
    type: TestSessionCounts,
    nullable: true,
    description: 'How many check runs are in which state; null when Checkly tells none of them.',
    resolve: fromSummary(countRuns),
  }),
  isFailing: t.boolean({
    nullable: true,
    description:
      'Whether a check run has failed while others still run; false once the session has ended, null when Checkly does not tell.',
    resolve: fromSummary(isFailing),
  }),
  runningSequenceIds: t.idList({
    nullable: true,
    description: sequenceIdsDescription('are running'),
    resolve: fromSummary(({ running }) => running),
  }),
  passedSequenceIds: t.idList({
    nullable: true,
    description: sequenceIdsDescription('passed'),
    resolve: fromSummary(({ passed }) => passed),
  }),
  failedSequenceIds: t.idList({
    nullable: true,
    description: sequenceIdsDescription('failed'),
    resolve: fromSummary(({ failed }) => failed),
  }),
  cancelledSequenceIds: t.idList({
    nullable: true,
    description: sequenceIdsDescription('were cancelled'),
    resolve: fromSummary(({ cancelled }) => cancelled),
  }),
}));

/** Null when upstream left out what it follows from. */
function isFailing({ status, running, failed }: SessionSummary): boolean | null {
  const isRunning = status === 'RUNNING' || (running !== null && running.length > 0);
  if (isRunning) return failed === null ? null : failed.length > 0;
  return status === null ? null : false;
}

function sequenceIdsDescription(state: string): string {
  return `Sequence ids of the check runs that ${state}, one for each run, retries not counted twice; null when Checkly leaves the list out.`;
}

/** Null when upstream gave none of the lists; a single missing list counts 0. */
function countRuns(session: SessionSummary): Counts | null {
  const lists = [session.running, session.passed, session.failed, session.cancelled];
  if (lists.every((list) => list === null)) return null;
  const [running = 0, passed = 0, failed = 0, cancelled = 0] = lists.map((list) => list?.length ?? 0);
  return { total: running + passed + failed + cancelled, running, passed, failed, cancelled };
}
