/** How many check runs of a session are in which state. */

import type { SessionEntry } from '../domain/session.ts';
import { builder } from './builder.ts';

interface Counts {
  readonly total: number;
  readonly running: number;
  readonly passed: number;
  readonly failed: number;
  readonly cancelled: number;
}

export const TestSessionCounts = builder.objectRef<Counts>('TestSessionCounts').implement({
  description: 'Check runs of a test session by state; a run counts once, however often it was retried.',
  fields: (t) => ({
    total: t.exposeInt('total', { description: 'All check runs.' }),
    running: t.exposeInt('running', { description: 'Check runs that have not ended.' }),
    passed: t.exposeInt('passed', { description: 'Check runs that passed.' }),
    failed: t.exposeInt('failed', { description: 'Check runs that failed.' }),
    cancelled: t.exposeInt('cancelled', { description: 'Check runs that were stopped.' }),
  }),
});

/** Null when upstream gave none of the lists; a single missing list counts 0. */
export function countRuns(session: SessionEntry): Counts | null {
  const lists = [session.running, session.passed, session.failed, session.cancelled];
  if (lists.every((list) => list === null)) return null;
  const [running = 0, passed = 0, failed = 0, cancelled = 0] = lists.map((list) => list?.length ?? 0);
  return { total: running + passed + failed + cancelled, running, passed, failed, cancelled };
}
