/**
 * From one entry of upstream's list to a row, read by hand: a page has a hundred of them, and most requests decode
 * nothing else. Pure. Problems name fields, never values.
 */

import { isObject } from '../domain/is-object.ts';
import type { PageRow } from '../domain/page.ts';
import type { SessionInvoker, SessionStatus } from '../domain/session.ts';
import { nameMalformed, readId, readIds, readStatus, readString, readText, readTime } from './wire.ts';

export function decodeSession(entry: unknown): PageRow {
  if (!isObject(entry))
    return { kind: 'malformed', problem: toProblem('entry'), sessionId: null, createdAt: null };
  const sessionId = readId(entry.id);
  const accountId = readId(entry.accountId);
  const name = readString(entry.name);
  const provider = readString(entry.provider);
  const region = readString(entry.region);
  const startedAt = readTime(entry.startedAt);
  const createdAt = readTime(entry.created_at);
  if (
    sessionId === null ||
    accountId === null ||
    name === null ||
    provider === null ||
    region === null ||
    startedAt === null ||
    createdAt === null
  ) {
    const required = { id: sessionId, accountId, name, provider, region, startedAt, created_at: createdAt };
    return { kind: 'malformed', problem: toProblem(nameMalformed(required)), sessionId, createdAt };
  }
  const running = readIds(entry.running);
  const passed = readIds(entry.passed);
  const failed = readIds(entry.failed);
  const cancelled = readIds(entry.cancelled);
  const status = entry.status ?? deriveStatus({ running, passed, failed, cancelled });
  return {
    kind: 'session',
    session: {
      sessionId,
      accountId,
      projectId: readText(entry.projectId),
      name,
      provider,
      region,
      status: readStatus(status),
      errorGroupIds: readIds(entry.errorGroupIds) ?? [],
      running,
      passed,
      failed,
      cancelled,
      privateLocationId: readText(entry.privateLocationId),
      invoker: readInvoker(entry.invoker),
      repositoryUrl: readText(entry.repoUrl),
      commitSha: readText(entry.commitId),
      commitOwner: readText(entry.commitOwner),
      commitMessage: readText(entry.commitMessage),
      branch: readText(entry.branchName),
      environment: readText(entry.environment),
      startedAt,
      stoppedAt: readTime(entry.stoppedAt),
      createdAt,
      updatedAt: readTime(entry.updated_at),
    },
  };
}

function toProblem(field: string): string {
  return `an entry's ${field} is missing or malformed`;
}

function readInvoker(value: unknown): SessionInvoker | null {
  const name = isObject(value) ? readText(value.name) : null;
  return name === null || !isObject(value) ? null : { name, picture: readText(value.picture) };
}

type RunLists = Readonly<Record<'running' | 'passed' | 'failed' | 'cancelled', readonly string[] | null>>;

/** As upstream works it out: any running, else any cancelled, else any failed, else any passed; null for none. */
function deriveStatus({ running, cancelled, failed, passed }: RunLists): SessionStatus | null {
  if (running?.length) return 'RUNNING';
  if (cancelled?.length) return 'CANCELLED';
  if (failed?.length) return 'FAILED';
  if (passed?.length) return 'PASSED';
  return null;
}
