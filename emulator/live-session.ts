// From a run of the live demo to the session and the error group that the emulator keeps. Pure.

import type { ErrorGroup } from './error-group.ts';
import type { LiveRun } from './live-day.ts';
import { createRandom, hashText, type Random } from './random.ts';
import { createPlan, idsOf } from './seed-plan.ts';
import { regions } from './seed-vocabulary.ts';
import { type Session, toIso } from './session.ts';

const repoUrl = 'https://github.com/acme/storefront';

export interface LiveAccount {
  readonly accountId: string;
  readonly projectId: string;
}

export function toSession(random: Random, run: LiveRun, account: LiveAccount): Session {
  const id = random.uuid();
  const { createdAtMs, status, commit } = run;
  const startedAtMs = createdAtMs + random.integer(0, 900);
  const stoppedAtMs = startedAtMs + run.durationMs;
  const plan = createPlan(random, { status, startedAtMs, stoppedAtMs, count: run.suite.checkCount });
  const person = commit?.person.invoker ?? null;
  return {
    key: id,
    accountId: account.accountId,
    createdAtMs,
    endedStatus: status,
    invokerId: person?.id ?? null,
    plan,
    fields: {
      id,
      accountId: account.accountId,
      projectId: account.projectId,
      name: run.suite.name,
      provider: run.provider,
      errorGroupIds: run.error === null ? [] : [toErrorGroupId(run.error.name, account)],
      running: [],
      passed: idsOf(plan, 'passed'),
      failed: idsOf(plan, 'failed'),
      cancelled: idsOf(plan, 'cancelled'),
      status,
      region: random.pick(regions),
      privateLocationId: null,
      invoker: person === null ? null : { name: person.name, picture: person.picture },
      repoUrl: commit === null ? null : repoUrl,
      commitId: commit?.sha ?? null,
      commitOwner: commit?.person.owner ?? null,
      commitMessage: commit?.message ?? null,
      branchName: run.branch,
      environment: run.environment,
      startedAt: toIso(startedAtMs),
      stoppedAt: toIso(stoppedAtMs),
      created_at: toIso(createdAtMs),
      updated_at: toIso(stoppedAtMs),
    },
  };
}

/** The group as it is once the run has been created; `known` is the one that earlier runs have left. */
export function toErrorGroup(
  run: LiveRun,
  account: LiveAccount,
  known: ErrorGroup | null,
): ErrorGroup | null {
  if (run.error === null) return null;
  const { name, message } = run.error;
  const id = toErrorGroupId(name, account);
  const fields = {
    id,
    projectId: account.projectId,
    environments: [run.environment],
    errorHash: createRandom(hashText(`hash ${id}`)).hex(40),
    rawErrorMessage: `\u001b[31m${message}\u001b[39m\n    at tests/shop.spec.ts:42:7`,
    cleanedErrorMessage: message,
    firstSeen: known?.fields.firstSeen ?? toIso(toFirstSeenMs(run)),
    lastSeen: toIso(run.createdAtMs),
    archivedUntilNextEvent: false,
    pwtMetadata: null,
  };
  return { key: id, lastSeenMs: run.createdAtMs, fields };
}

export function toErrorGroupId(name: string, { accountId }: LiveAccount): string {
  return createRandom(hashText(`error ${accountId} ${name}`)).uuid();
}

const flakySinceMs = Date.UTC(2026, 0, 12, 9, 30);

/** The flaky suite has been so for longer than the list goes back. */
function toFirstSeenMs({ error, createdAtMs }: LiveRun): number {
  return error?.name === 'flaky' ? Math.min(flakySinceMs, createdAtMs) : createdAtMs;
}
