/** From the upstream's detail of one session to the domain's. Pure. One broken result costs its own row. */

import { isObject } from '../domain/is-object.ts';
import {
  type GithubRunFacts,
  type ResultRow,
  resultTypes,
  type SessionDetail,
  sessionDetails,
} from '../domain/session-detail.ts';
import type { Route } from './route.ts';
import {
  invalidResponse,
  nameMalformed,
  readBoolean,
  readId,
  readIds,
  readNumber,
  readStatus,
  readString,
  readText,
  readTime,
  toSegment,
} from './wire.ts';

/** @throws UpstreamError `invalid-response`: broken, or of another session than `sessionId`. */
export function decodeDetail(body: unknown, sessionId: string, fetchedAt: number): SessionDetail {
  if (!isObject(body)) throw invalidResponse("a session's body is missing or malformed");
  const id = readId(body.testSessionId);
  const url = readString(body.testSessionLink);
  const name = readString(body.name);
  const status = readString(body.status);
  const startedAt = readTime(body.startedAt);
  if (id === null || url === null || name === null || status === null || startedAt === null) {
    const required = { testSessionId: id, testSessionLink: url, name, status, startedAt };
    throw invalidResponse(`a session's ${nameMalformed(required)} is missing or malformed`);
  }
  if (id.toLowerCase() !== sessionId.toLowerCase())
    throw invalidResponse('it is about another session than was asked for');
  const metadata = isObject(body.metadata) ? body.metadata : {};
  return {
    sessionId: id,
    url,
    name,
    status: readStatus(status),
    errorGroupIds: readIds(body.errorGroupIds) ?? [],
    startedAt,
    stoppedAt: readTime(body.stoppedAt),
    environment: readText(metadata.environment),
    repositoryUrl: readText(metadata.repoUrl),
    commitSha: readText(metadata.commitId),
    commitOwner: readText(metadata.commitOwner),
    commitMessage: readText(metadata.commitMessage),
    branch: readText(metadata.branchName),
    githubRun: readGithubRun(metadata.github),
    results: decodeResults(body.results),
    fetchedAt,
  };
}

/** Null also when every part of it is blank: a session that GitHub did not start may have an empty one. */
function readGithubRun(value: unknown): GithubRunFacts | null {
  if (!isObject(value)) return null;
  const run = {
    serverUrl: readText(value.serverUrl),
    repository: readText(value.repository),
    runId: readText(value.runId),
    runAttempt: readText(value.runAttempt),
    workflow: readText(value.workflow),
    job: readText(value.job),
    eventName: readText(value.eventName),
    ref: readText(value.ref),
    headRef: readText(value.headRef),
    baseRef: readText(value.baseRef),
  };
  return Object.values(run).every((part) => part === null) ? null : run;
}

/** @throws UpstreamError `invalid-response`: none would look like a session without check runs. */
function decodeResults(results: unknown): readonly ResultRow[] {
  if (results === undefined || results === null) return [];
  if (!Array.isArray(results)) throw invalidResponse("a session's results is missing or malformed");
  return results.map(decodeResult);
}

/** One result, as the detail and its own route have it. */
export function decodeResult(value: unknown): ResultRow {
  if (!isObject(value)) return malformed('body');
  const resultId = readId(value.testSessionResultId);
  const url = readString(value.testSessionResultLink);
  const checkType = readString(value.checkType);
  const status = readString(value.status);
  const hasErrors = readBoolean(value.hasErrors);
  const hasFailures = readBoolean(value.hasFailures);
  const isDegraded = readBoolean(value.isDegraded);
  const isAborted = readBoolean(value.aborted);
  if (
    resultId === null ||
    url === null ||
    checkType === null ||
    status === null ||
    hasErrors === null ||
    hasFailures === null ||
    isDegraded === null ||
    isAborted === null
  ) {
    const ids = { testSessionResultId: resultId, testSessionResultLink: url, checkType, status };
    const flags = { hasErrors, hasFailures, isDegraded, aborted: isAborted };
    return malformed(nameMalformed({ ...ids, ...flags }));
  }
  return {
    kind: 'result',
    result: {
      resultId,
      url,
      name: readText(value.name),
      checkId: readId(value.checkId),
      checkType,
      runLocation: readText(value.runLocation),
      errorGroupIds: readIds(value.errorGroupIds) ?? [],
      resultType: resultTypes.find((known) => known === value.resultType) ?? null,
      status: readStatus(status),
      hasErrors,
      hasFailures,
      isDegraded,
      isAborted,
      responseTimeMs: readNumber(value.responseTime),
      startedAt: readTime(value.startedAt),
      stoppedAt: readTime(value.stoppedAt),
    },
  };
}

function malformed(field: string): ResultRow {
  return { kind: 'malformed', problem: `a result's ${field} is missing or malformed` };
}

/** GET /v1/test-sessions/{id} */
export const sessionDetailRoute: Route<string, SessionDetail | null> = {
  resource: sessionDetails,
  toPath: (sessionId) => `/v1/test-sessions/${toSegment(sessionId)}`,
  decode: decodeDetail,
  whenNotFound: () => null,
};
