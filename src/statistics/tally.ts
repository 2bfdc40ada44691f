/** Sessions counted: by status, and how long they took. Tallies of parts add up to the tally of the whole. Pure. */

import { type SessionStatus, type SessionSummary, toDurationMs } from '../domain/session.ts';
import { createMemo } from './memo.ts';

export interface Tally {
  sessions: number;
  readonly byStatus: Record<SessionStatus, number>;
  /** In no order, of the sessions that have a duration. */
  readonly durationsMs: number[];
}

export function createTally(): Tally {
  return {
    sessions: 0,
    byStatus: { RUNNING: 0, PASSED: 0, FAILED: 0, CANCELLED: 0 },
    durationsMs: [],
  };
}

export function tallySession(tally: Tally, session: SessionSummary): void {
  tally.sessions += 1;
  if (session.status !== null) tally.byStatus[session.status] += 1;
  const durationMs = toDurationMs(session);
  if (durationMs !== null) tally.durationsMs.push(durationMs);
}

export function addTally(sum: Tally, part: Tally): void {
  sum.sessions += part.sessions;
  sum.byStatus.RUNNING += part.byStatus.RUNNING;
  sum.byStatus.PASSED += part.byStatus.PASSED;
  sum.byStatus.FAILED += part.byStatus.FAILED;
  sum.byStatus.CANCELLED += part.byStatus.CANCELLED;
  for (const durationMs of part.durationsMs) sum.durationsMs.push(durationMs);
}

/** Sessions whose status nobody tells. */
export function countUnknown({ sessions, byStatus }: Tally): number {
  return sessions - byStatus.RUNNING - byStatus.PASSED - byStatus.FAILED - byStatus.CANCELLED;
}

/** 0 to 1, of the sessions that passed or failed; null without any. */
export function toPassRate({ byStatus: { PASSED, FAILED } }: Tally): number | null {
  return PASSED + FAILED === 0 ? null : PASSED / (PASSED + FAILED);
}

/** Each null without a duration. The median of an even number lies half-way; the percentile is by nearest rank. */
export interface Durations {
  readonly medianMs: number | null;
  readonly p95Ms: number | null;
  readonly maxMs: number | null;
}

const known = createMemo<Durations>();

/** Of a tally that is complete. */
export function toDurations({ durationsMs }: Tally): Durations {
  return known(durationsMs, '', () => findDurations(durationsMs));
}

function findDurations(durationsMs: readonly number[]): Durations {
  const sorted = Float64Array.from(durationsMs).sort();
  const at = (index: number): number | null => sorted[index] ?? null;
  const count = sorted.length;
  const [lower, upper] = [at(Math.ceil(count / 2) - 1), at(Math.floor(count / 2))];
  return {
    medianMs: lower === null || upper === null ? null : (lower + upper) / 2,
    p95Ms: at(Math.ceil(count * 0.95) - 1),
    maxMs: at(count - 1),
  };
}
