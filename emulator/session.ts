// One session as the emulator keeps it, and what a reader sees of it at a moment. Pure: the clock is handed in.

export const sessionStatuses = ['RUNNING', 'FAILED', 'PASSED', 'CANCELLED'] as const;
export type SessionStatus = (typeof sessionStatuses)[number];

export const sessionProviders = ['GITHUB', 'VERCEL', 'API', 'TRIGGER', 'PW_REPORTER'] as const;

/** A list entry's fields. Values are unknown, because tests put malformed ones on purpose. */
export type SessionFields = { readonly [field: string]: unknown };

export type Outcome = 'passed' | 'failed' | 'cancelled';

/** How a running session goes on: each check run ends at its own time, the session with the last. */
export interface Plan {
  readonly endsAtMs: number;
  readonly steps: readonly {
    readonly sequenceId: string;
    readonly endsAtMs: number;
    readonly outcome: Outcome;
  }[];
}

export interface Session {
  /** The entry's id as text: look-up, tie-break and page tokens go by it, whatever the entry shows. */
  readonly key: string;
  readonly accountId: string;
  /** Its place in the list, in milliseconds since the epoch. */
  readonly createdAtMs: number;
  /** What a reader sees once it has ended; with no plan, what a reader sees at any time. */
  readonly fields: SessionFields;
  /** The status that filters and the detail go by once it has ended, also where the entry shows none. */
  readonly endedStatus: string;
  /** Who started it. Upstream filters by it and never shows it. */
  readonly invokerId: string | null;
  /** Null for a session that stays as it is. */
  readonly plan: Plan | null;
  /** Answered in place of the entry when present: a test's malformed row. */
  readonly raw?: unknown;
}

export function readStatus(session: Session, nowMs: number): string {
  return session.plan !== null && nowMs < session.plan.endsAtMs ? 'RUNNING' : session.endedStatus;
}

export function readEntry(session: Session, nowMs: number): SessionFields {
  const { plan, fields } = session;
  if (plan === null || nowMs >= plan.endsAtMs) return fields;
  const ended = plan.steps.filter((step) => step.endsAtMs <= nowMs);
  const idsOf = (outcome: Outcome) =>
    ended.filter((step) => step.outcome === outcome).map((step) => step.sequenceId);
  const failed = idsOf('failed');
  const lastChangeMs = Math.max(session.createdAtMs, ...ended.map((step) => step.endsAtMs));
  return {
    ...fields,
    status: 'RUNNING',
    running: plan.steps.filter((step) => step.endsAtMs > nowMs).map((step) => step.sequenceId),
    passed: idsOf('passed'),
    failed,
    cancelled: idsOf('cancelled'),
    errorGroupIds: failed.length > 0 ? fields.errorGroupIds : [],
    stoppedAt: null,
    updated_at: toIso(lastChangeMs),
  };
}

/** Upstream's rule where an entry shows no status; null when all four lists are empty. */
export function deriveStatus(fields: SessionFields): SessionStatus | null {
  if (toIds(fields.running).length > 0) return 'RUNNING';
  if (toIds(fields.cancelled).length > 0) return 'CANCELLED';
  if (toIds(fields.failed).length > 0) return 'FAILED';
  if (toIds(fields.passed).length > 0) return 'PASSED';
  return null;
}

export function toIso(timeMs: number): string {
  return new Date(timeMs).toISOString();
}

/** The strings of a list; nothing for null, absent or malformed. */
export function toIds(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

export function toText(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** Milliseconds since the epoch of an ISO time; null when it is none. */
export function toTimeMs(value: unknown): number | null {
  const timeMs = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(timeMs) ? null : timeMs;
}
