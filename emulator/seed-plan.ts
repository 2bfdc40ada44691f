// How a seeded session goes: its check runs end one after the other, and the last one decides what it comes to.

import type { Random } from './random.ts';
import type { Outcome, Plan, SessionStatus } from './session.ts';

export interface PlannedSession {
  readonly status: SessionStatus;
  readonly startedAtMs: number;
  readonly stoppedAtMs: number;
  /** How many check runs it has. */
  readonly count: number;
}

export function createPlan(random: Random, { count, ...session }: PlannedSession): Plan {
  const decisive: Outcome =
    session.status === 'FAILED' ? 'failed' : session.status === 'CANCELLED' ? 'cancelled' : 'passed';
  const steps = Array.from({ length: count }, (_, index) => ({
    sequenceId: random.uuid(),
    endsAtMs: Math.floor(
      session.startedAtMs + ((index + 1) / count) * (session.stoppedAtMs - session.startedAtMs),
    ),
    // The last one decides, so that a status never lacks the check run that made it.
    outcome: index === count - 1 || random.chance(0.2) ? decisive : ('passed' as const),
  }));
  return { endsAtMs: session.stoppedAtMs, steps };
}

export function idsOf(plan: Plan, outcome: Outcome): string[] {
  return plan.steps.filter((step) => step.outcome === outcome).map((step) => step.sequenceId);
}
