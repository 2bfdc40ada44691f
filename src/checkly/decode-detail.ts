/** From the upstream's detail of one session to the domain's. Pure. One broken result costs its own row. */

import * as v from 'valibot';
import { type ResultRow, resultTypes, type SessionDetail, sessionDetails } from '../domain/session-detail.ts';
import { UpstreamError } from '../errors/upstream-error.ts';
import type { Route } from './route.ts';
import { idSchema, nullishText, readStatus, timeSchema } from './wire.ts';

const idsSchema = v.nullish(v.array(idSchema), []);

const metadataSchema = v.object({
  environment: nullishText,
  repoUrl: nullishText,
  commitId: nullishText,
  commitOwner: nullishText,
  commitMessage: nullishText,
  branchName: nullishText,
});

const detailSchema = v.object({
  testSessionId: idSchema,
  testSessionLink: v.string(),
  name: v.string(),
  status: v.string(),
  errorGroupIds: idsSchema,
  startedAt: timeSchema,
  stoppedAt: v.nullish(timeSchema, null),
  metadata: v.nullish(metadataSchema, {}),
  results: v.nullish(v.array(v.unknown()), []),
});

const resultSchema = v.object({
  testSessionResultId: idSchema,
  testSessionResultLink: v.string(),
  name: nullishText,
  checkId: v.nullish(idSchema, null),
  checkType: v.string(),
  runLocation: nullishText,
  errorGroupIds: idsSchema,
  resultType: nullishText,
  status: v.string(),
  hasErrors: v.boolean(),
  hasFailures: v.boolean(),
  isDegraded: v.boolean(),
  aborted: v.boolean(),
  responseTime: v.nullish(v.number(), null),
  startedAt: v.nullish(timeSchema, null),
  stoppedAt: v.nullish(timeSchema, null),
});

/** @throws UpstreamError `invalid-response`: broken, or of another session than `sessionId`. */
export function decodeDetail(body: unknown, sessionId: string, fetchedAt: number): SessionDetail {
  const decoded = v.safeParse(detailSchema, body);
  if (!decoded.success) {
    const field = v.getDotPath(decoded.issues[0]) ?? 'body';
    throw invalid(`a session's ${withoutIndex(field)} is missing or malformed`);
  }
  const wire = decoded.output;
  if (wire.testSessionId.toLowerCase() !== sessionId.toLowerCase())
    throw invalid('it is about another session than was asked for');
  const { metadata } = wire;
  return {
    sessionId: wire.testSessionId,
    url: wire.testSessionLink,
    name: wire.name,
    status: readStatus(wire.status),
    errorGroupIds: wire.errorGroupIds ?? [],
    startedAt: wire.startedAt,
    stoppedAt: wire.stoppedAt,
    environment: metadata.environment,
    repositoryUrl: metadata.repoUrl,
    commitSha: metadata.commitId,
    commitOwner: metadata.commitOwner,
    commitMessage: metadata.commitMessage,
    branch: metadata.branchName,
    results: (wire.results ?? []).map(decodeResult),
    fetchedAt,
  };
}

function decodeResult(value: unknown): ResultRow {
  const decoded = v.safeParse(resultSchema, value);
  if (!decoded.success) {
    const field = v.getDotPath(decoded.issues[0]) ?? 'body';
    return { kind: 'malformed', problem: `a result's ${withoutIndex(field)} is missing or malformed` };
  }
  const wire = decoded.output;
  return {
    kind: 'result',
    result: {
      resultId: wire.testSessionResultId,
      url: wire.testSessionResultLink,
      name: wire.name,
      checkId: wire.checkId,
      checkType: wire.checkType,
      runLocation: wire.runLocation,
      errorGroupIds: wire.errorGroupIds ?? [],
      resultType: resultTypes.find((known) => known === wire.resultType) ?? null,
      status: readStatus(wire.status),
      hasErrors: wire.hasErrors,
      hasFailures: wire.hasFailures,
      isDegraded: wire.isDegraded,
      isAborted: wire.aborted,
      responseTimeMs: wire.responseTime,
      startedAt: wire.startedAt,
      stoppedAt: wire.stoppedAt,
    },
  };
}

function withoutIndex(field: string): string {
  return field.replace(/\.\d+$/, '');
}

function invalid(problem: string): UpstreamError {
  return new UpstreamError({ kind: 'invalid-response', problem });
}

/** GET /v1/test-sessions/{id} */
export const sessionDetailRoute: Route<string, SessionDetail | null> = {
  resource: sessionDetails,
  toPath: (sessionId) => `/v1/test-sessions/${encodeURIComponent(sessionId)}`,
  decode: decodeDetail,
  whenNotFound: () => null,
};
