/** Checkly's API, a method for each route the gateway uses. The one place that knows how upstream spells things. */

import type { Credential } from '../credentials/credential.ts';
import type { ErrorGroup, ErrorGroupPage, ErrorGroupPageRequest } from '../domain/error-group.ts';
import type { PageRequest, SessionPage } from '../domain/page.ts';
import type { SessionDetail } from '../domain/session-detail.ts';
import { UpstreamError } from '../errors/upstream-error.ts';
import type { Host } from '../host.ts';
import { completionWaitSeconds, longPollMarginMs } from '../limits.ts';
import type { CallAllowance } from './call-allowance.ts';
import { decodeDetail } from './decode-detail.ts';
import { decodeErrorGroup, decodeErrorGroupPage } from './decode-error-group.ts';
import { decodePage } from './decode-page.ts';
import { type ListStyle, toListQuery } from './query.ts';
import { callUpstream } from './request.ts';

export interface ChecklySettings {
  /** Without a slash at its end; https unless it is a loopback address. */
  readonly baseUrl: string;
  readonly listStyle: ListStyle;
}

export interface ChecklyClient {
  /** GET /v1/test-sessions. @throws UpstreamError */
  listSessions(request: PageRequest): Promise<SessionPage>;
  /** GET /next/accounts/{accountId}: resolves when upstream accepts the credential. @throws UpstreamError */
  checkAccount(accountId: string): Promise<void>;
  /** GET /v1/test-sessions/{id}; null when there is none. @throws UpstreamError */
  getSession(sessionId: string): Promise<SessionDetail | null>;
  /** GET /v1/test-session-error-groups/{id}; null when there is none. @throws UpstreamError */
  getErrorGroup(errorGroupId: string): Promise<ErrorGroup | null>;
  /**
   * GET /v1/test-session-error-groups, or /v1/test-session-error-groups/projects/{projectId}: without any groups
   * for a project that does not exist. @throws UpstreamError
   */
  listErrorGroups(request: ErrorGroupPageRequest): Promise<ErrorGroupPage>;
  /**
   * GET /v1/test-sessions/{id}/completion: the session once it has ended, `running` when it has not within
   * upstream's wait, null when there is none. @throws UpstreamError
   */
  awaitCompletion(sessionId: string, signal: AbortSignal): Promise<SessionDetail | 'running' | null>;
}

/** A client for one request of one reader: its calls count against `allowance`. */
export function createChecklyClient(
  host: Host,
  settings: ChecklySettings,
  credential: Credential,
  allowance: CallAllowance,
): ChecklyClient {
  const headers = toHeaders(credential);
  const get = (path: string) => callUpstream(host, allowance, { url: settings.baseUrl + path, headers });
  return {
    async listSessions(request) {
      const { body, receivedAt } = await get(`/v1/test-sessions?${toListQuery(request, settings.listStyle)}`);
      return decodePage(body, receivedAt);
    },
    async checkAccount(accountId) {
      await get(`/next/accounts/${encodeURIComponent(accountId)}`);
    },
    async getSession(sessionId) {
      const answer = await get(`/v1/test-sessions/${encodeURIComponent(sessionId)}`).catch(nullIfNotFound);
      return answer === null ? null : decodeDetail(answer.body, sessionId, answer.receivedAt);
    },
    async getErrorGroup(errorGroupId) {
      const path = `/v1/test-session-error-groups/${encodeURIComponent(errorGroupId)}`;
      const answer = await get(path).catch(nullIfNotFound);
      return answer === null ? null : decodeErrorGroup(answer.body, answer.receivedAt);
    },
    async listErrorGroups(request) {
      const { projectId, page, size } = request;
      const route = '/v1/test-session-error-groups';
      if (projectId === null) {
        const { body, receivedAt } = await get(`${route}?limit=${size}&page=${page}`);
        return decodeErrorGroupPage(body, request, receivedAt);
      }
      const path = `${route}/projects/${encodeURIComponent(projectId)}`;
      const answer = await get(path).catch(nullIfNotFound);
      return decodeErrorGroupPage(answer?.body ?? [], request, answer?.receivedAt ?? host.now());
    },
    async awaitCompletion(sessionId, signal) {
      const path = `/v1/test-sessions/${encodeURIComponent(sessionId)}/completion?maxWaitSeconds=${completionWaitSeconds}`;
      const attemptTimeoutMs = completionWaitSeconds * 1000 + longPollMarginMs;
      const call = { url: settings.baseUrl + path, headers, attemptTimeoutMs, signal };
      const answer = await callUpstream(host, allowance, call).catch(nullIfNotFound).catch(runningIfTimedOut);
      if (answer === null || answer === 'running') return answer;
      return decodeDetail(answer.body, sessionId, answer.receivedAt);
    },
  };
}

function toHeaders({ apiKey, accountId }: Credential): Record<string, string> {
  return {
    accept: 'application/json',
    authorization: `Bearer ${apiKey}`,
    ...(accountId === null ? {} : { 'x-checkly-account': accountId }),
  };
}

function nullIfNotFound(error: unknown): null {
  if (error instanceof UpstreamError && error.failure.kind === 'refused' && error.failure.status === 404)
    return null;
  throw error;
}

/** Upstream's 408, or no word at all: either way the session may still run, and is asked about again. */
function runningIfTimedOut(error: unknown): 'running' {
  if (error instanceof UpstreamError && error.failure.kind === 'timeout') return 'running';
  throw error;
}
