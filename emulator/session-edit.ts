// Sessions that a test or demo adds or changes: partial entries are filled with defaults, everything given is
// kept as it is, malformed values included.

import { demoAccountId } from './accounts.ts';
import { mergeFields } from './added-fields.ts';
import {
  deriveStatus,
  readEntry,
  readStatus,
  type Session,
  type SessionFields,
  toIds,
  toIso,
  toText,
  toTimeMs,
} from './session.ts';

/** A list entry's fields, and some more that never show in an answer. */
export interface SessionInput {
  /** Default: the demo account. */
  readonly accountId?: string;
  /** The hidden id that `users` filters by. */
  readonly _invokerId?: string | null;
  /** When a running session ends, as an ISO time or milliseconds: its check runs pass one by one till then. */
  readonly _endsAt?: string | number;
  /** Fields to leave out of the entry. */
  readonly _omit?: readonly string[];
  /** Shown in the list in place of the whole entry. */
  readonly _raw?: unknown;
  readonly [field: string]: unknown;
}

const stateFields = ['status', 'running', 'passed', 'failed', 'cancelled'];
const fieldByStatus: Readonly<Record<string, string>> = {
  RUNNING: 'running',
  FAILED: 'failed',
  PASSED: 'passed',
  CANCELLED: 'cancelled',
};
/** How long an added session ran, unless it says so. */
const defaultDurationMs = 60_000;

export interface NewIds {
  readonly id: string;
  readonly sequenceId: string;
}

export function createSession(input: SessionInput, ids: NewIds, nowMs: number): Session {
  const createdAtMs = toTimeMs(input.created_at) ?? nowMs;
  const derived = deriveStatus(input);
  const status = toText(input.status) ?? derived ?? 'PASSED';
  const lists = derived === null ? createLists(input, status, ids.sequenceId) : emptyLists;
  const stoppedAt = status === 'RUNNING' ? null : toIso(createdAtMs + defaultDurationMs);
  const defaults = {
    id: ids.id,
    accountId: demoAccountId,
    projectId: null,
    name: 'Added session',
    provider: 'API',
    errorGroupIds: [],
    ...lists,
    status,
    region: 'eu-west-1',
    privateLocationId: null,
    invoker: null,
    repoUrl: null,
    commitId: null,
    commitOwner: null,
    commitMessage: null,
    branchName: null,
    environment: null,
    startedAt: toIso(createdAtMs),
    stoppedAt,
    created_at: toIso(createdAtMs),
    updated_at: stoppedAt ?? toIso(createdAtMs),
  };
  const session = {
    key: toText(input.id) ?? ids.id,
    accountId: toText(input.accountId) ?? demoAccountId,
    createdAtMs,
    fields: mergeFields(defaults, input),
    endedStatus: status,
    invokerId: input._invokerId ?? null,
    plan: null,
  };
  return withPlan(withRaw(session, input), input, nowMs);
}

/**
 * A status alone takes the running check runs along; lists alone make the status. Either sets `stoppedAt`, and
 * every change sets `updated_at`, unless they are given.
 */
export function changeSession(session: Session, input: SessionInput, nowMs: number): Session {
  const changed = {
    ...session,
    createdAtMs: toTimeMs(input.created_at) ?? session.createdAtMs,
    invokerId: input._invokerId === undefined ? session.invokerId : input._invokerId,
  };
  const changesState = stateFields.some((field) => field in input);
  if (!changesState) {
    const fields = mergeFields({ ...session.fields, updated_at: toIso(nowMs) }, input);
    return withPlan(withRaw({ ...changed, fields }, input), input, nowMs);
  }
  const current = readEntry(session, nowMs);
  const status = toText(input.status) ?? deriveStatus({ ...current, ...input }) ?? readStatus(session, nowMs);
  const settled = settle(current, status, nowMs);
  const shown = 'status' in current ? { status } : {};
  const fields = mergeFields({ ...settled, ...shown, updated_at: toIso(nowMs) }, input);
  return withPlan(withRaw({ ...changed, fields, endedStatus: status, plan: null }, input), input, nowMs);
}

const emptyLists = { running: [], passed: [], failed: [], cancelled: [] };

/** One check run in the state that the status names, unless the entry itself says there is none. */
function createLists(input: SessionInput, status: string, sequenceId: string): SessionFields {
  const field = fieldByStatus[status];
  return field === undefined || field in input ? emptyLists : { ...emptyLists, [field]: [sequenceId] };
}

/** The fields once the running check runs have taken the status. */
function settle(fields: SessionFields, status: string, nowMs: number): SessionFields {
  const field = fieldByStatus[status];
  if (field === undefined || field === 'running') return { ...fields, stoppedAt: null };
  return {
    ...fields,
    running: [],
    [field]: [...toIds(fields[field]), ...toIds(fields.running)],
    stoppedAt: toText(fields.stoppedAt) ?? toIso(nowMs),
  };
}

function withRaw(session: Session, input: SessionInput): Session {
  return '_raw' in input ? { ...session, raw: input._raw } : session;
}

function withPlan(session: Session, input: SessionInput, nowMs: number): Session {
  const endsAtMs = typeof input._endsAt === 'number' ? input._endsAt : toTimeMs(input._endsAt);
  const sequenceIds = toIds(session.fields.running);
  if (endsAtMs === null || sequenceIds.length === 0) return session;
  const steps = sequenceIds.map((sequenceId, index) => ({
    sequenceId,
    endsAtMs: Math.floor(nowMs + ((index + 1) / sequenceIds.length) * (endsAtMs - nowMs)),
    outcome: 'passed' as const,
  }));
  const fields = {
    ...settle(session.fields, 'PASSED', endsAtMs),
    status: 'PASSED',
    updated_at: toIso(endsAtMs),
  };
  return { ...session, fields, endedStatus: 'PASSED', plan: { endsAtMs, steps } };
}
