// The seeded data set of one account: lifelike sessions of the last 30 days, denser towards now, every status
// and provider, with the null and missing fields that the contract allows.

import type { Account } from './accounts.ts';
import type { ErrorGroup } from './error-group.ts';
import type { Random } from './random.ts';
import { seedCommit, seedInvoker } from './seed-people.ts';
import { createPlan, idsOf } from './seed-plan.ts';
import { groupsOfProject } from './seed-projects.ts';
import { withShowcase } from './seed-showcase.ts';
import * as words from './seed-vocabulary.ts';
import { type Session, type SessionStatus, toIso } from './session.ts';

const spanMs = 30 * 86_400_000;
/** At most so many of the newest are still running; one in twenty of a small set. */
const maxRunning = 6;

export interface SeedContext {
  readonly account: Account;
  readonly random: Random;
  readonly nowMs: number;
  readonly projectIds: readonly string[];
  readonly errorGroups: readonly ErrorGroup[];
}

export function seedSessions(context: SeedContext, count: number): Session[] {
  const runningCount = Math.min(maxRunning, Math.floor(count / 20));
  const sessions = seedAgesMs(context.random, count, runningCount).map((ageMs, index) => {
    const projectId = context.random.chance(0.1) ? null : context.random.pick(context.projectIds);
    return seedSession(context, { ageMs, isRunning: index < runningCount, projectId });
  });
  return withShowcase(sessions);
}

/** Newest first. Some share a second with the one before, and a few of them the millisecond. */
function seedAgesMs(random: Random, count: number, runningCount: number): number[] {
  const running = Array.from({ length: runningCount }, () => random.integer(2_000, 100_000));
  const ended = Array.from({ length: count - runningCount }, () => {
    return 110_000 + Math.floor(random.next() ** 2 * (spanMs - 110_000));
  });
  const agesMs = [...running.sort((a, b) => a - b), ...ended.sort((a, b) => a - b)];
  for (let index = 1; index < agesMs.length; index += 1) {
    const previousMs = agesMs[index - 1] ?? 0;
    if (index === runningCount) continue;
    if (random.chance(0.012)) agesMs[index] = previousMs;
    else if (random.chance(0.04)) agesMs[index] = previousMs + random.integer(0, 400);
  }
  return agesMs.sort((a, b) => a - b);
}

interface SessionFacts {
  readonly ageMs: number;
  readonly isRunning: boolean;
  readonly projectId: string | null;
}

function seedSession({ account, random, nowMs, errorGroups }: SeedContext, facts: SessionFacts): Session {
  const id = random.uuid();
  const createdAtMs = nowMs - facts.ageMs;
  const startedAtMs = createdAtMs + random.integer(0, 900);
  const provider = random.pickWeighted(words.providers);
  const commit = seedCommit(random, provider);
  const { invokerId, ...invoker } = seedInvoker(random);
  const status = seedEndedStatus(random, commit.branchName);
  const stoppedAtMs = facts.isRunning
    ? nowMs + random.integer(20_000, 240_000)
    : Math.min(startedAtMs + random.integer(5_000, 600_000), nowMs - 5_000);
  const count = random.chance(0.01) ? random.integer(100, 250) : random.integer(1, 12);
  const plan = createPlan(random, { status, startedAtMs, stoppedAtMs, count });
  const groupCount = status === 'FAILED' ? random.integer(0, 3) : 0;

  const fields = {
    id,
    accountId: account.id,
    projectId: facts.projectId,
    name: random.pick(words.sessionNames),
    provider,
    errorGroupIds: pickErrorGroupIds(random, groupsOfProject(errorGroups, facts.projectId), groupCount),
    running: [],
    passed: idsOf(plan, 'passed'),
    failed: idsOf(plan, 'failed'),
    cancelled: idsOf(plan, 'cancelled'),
    status,
    region: random.pick(words.regions),
    privateLocationId: random.chance(0.06) ? random.uuid() : null,
    ...invoker,
    ...commit,
    environment: random.pickWeighted(words.environments),
    startedAt: toIso(startedAtMs),
    stoppedAt: toIso(stoppedAtMs),
    created_at: toIso(createdAtMs),
    updated_at: toIso(stoppedAtMs),
  };
  return {
    key: id,
    accountId: account.id,
    createdAtMs,
    fields: facts.isRunning ? fields : withGaps(random, fields),
    endedStatus: status,
    invokerId,
    plan: facts.isRunning ? plan : null,
  };
}

/** Fewer than the count when one is picked twice, and none when the account has none. */
function pickErrorGroupIds(random: Random, groups: readonly ErrorGroup[], count: number): string[] {
  if (groups.length === 0) return [];
  return [...new Set(Array.from({ length: count }, () => random.pick(groups).key))];
}

function seedEndedStatus(random: Random, branchName: string | null): SessionStatus {
  return random.pickWeighted([
    [branchName === 'main' ? 34 : 22, 'FAILED'],
    [5, 'CANCELLED'],
    [66, 'PASSED'],
  ]);
}

/** Takes out or empties what the contract allows to be missing or null. */
function withGaps<Fields extends { [field: string]: unknown }>(random: Random, fields: Fields) {
  const withGap: { [field: string]: unknown } = { ...fields };
  if (random.chance(0.04)) delete withGap.status;
  if (random.chance(0.1)) delete withGap.cancelled;
  if (random.chance(0.03)) delete withGap.projectId;
  if (random.chance(0.03)) withGap.errorGroupIds = null;
  if (random.chance(0.03)) withGap.running = null;
  if (random.chance(0.02)) delete withGap.updated_at;
  if (random.chance(0.02)) withGap.updated_at = null;
  if (random.chance(0.01)) withGap.stoppedAt = null;
  if (random.chance(0.01)) delete withGap.environment;
  // A session whose lists are empty: nothing in the entry tells its status.
  if (random.chance(0.004)) {
    for (const field of ['status', 'running', 'cancelled', 'errorGroupIds']) delete withGap[field];
    withGap.passed = null;
    withGap.failed = [];
  }
  return withGap;
}
