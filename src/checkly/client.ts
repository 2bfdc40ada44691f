/** Checkly's API, a method for each route the gateway uses. The one place that knows how upstream spells things. */

import type { ErrorGroup } from '../domain/error-group.ts';
import type { PageRequest, SessionPage } from '../domain/page.ts';
import type { SessionDetail } from '../domain/session-detail.ts';
import {
  type CallOptions,
  type Received,
  type SendUpstream,
  type UpstreamAnswer,
  type UpstreamRequest,
  urgentCall,
} from '../domain/upstream.ts';
import { UpstreamError } from '../errors/upstream-error.ts';
import { completionWaitSeconds } from '../limits.ts';
import { decodeDetail } from './decode-detail.ts';
import { decodeErrorGroup } from './decode-error-group.ts';
import { decodePage } from './decode-page.ts';
import { type ListStyle, toListQuery } from './list-query.ts';

export interface ChecklyClient {
  /** GET /v1/test-sessions. `precededBy`: the session after which it is read, see DESIGN "Cursors". @throws UpstreamError */
  listSessions(
    request: PageRequest,
    precededBy: string | null,
    options: CallOptions,
  ): Promise<Received<SessionPage>>;
  /** GET /v1/test-sessions/{id}; null when there is none. @throws UpstreamError */
  getSession(sessionId: string, options: CallOptions): Promise<Received<SessionDetail | null>>;
  /** GET /v1/test-session-error-groups/{id}; null when there is none. @throws UpstreamError */
  getErrorGroup(errorGroupId: string, options: CallOptions): Promise<Received<ErrorGroup | null>>;
  /**
   * GET /v1/test-sessions/{id}/completion: the session once it has ended, `running` when it has not within
   * upstream's wait, null when there is none. @throws UpstreamError
   */
  awaitCompletion(sessionId: string): Promise<SessionDetail | 'running' | null>;
}

export function createChecklyClient(send: SendUpstream, listStyle: ListStyle): ChecklyClient {
  return {
    async listSessions(request, precededBy, options) {
      const path = `/v1/test-sessions?${toListQuery(request, listStyle)}`;
      const answer = await send({ path, kind: 'read', variant: precededBy }, options);
      return received(answer, decodePage(parseJson(answer), answer.receivedAt));
    },
    getSession: (sessionId, options) =>
      getOne(read(`/v1/test-sessions/${encodeURIComponent(sessionId)}`), options, (body, at) =>
        decodeDetail(body, sessionId, at),
      ),
    getErrorGroup: (errorGroupId, options) =>
      getOne(
        read(`/v1/test-session-error-groups/${encodeURIComponent(errorGroupId)}`),
        options,
        decodeErrorGroup,
      ),
    async awaitCompletion(sessionId) {
      const path = `/v1/test-sessions/${encodeURIComponent(sessionId)}/completion?maxWaitSeconds=${completionWaitSeconds}`;
      const request = { path, kind: 'long-poll', variant: null } as const;
      const answer = await send(request, { ...urgentCall, isShareable: false })
        .catch(nullIfNotFound)
        .catch(runningIfTimedOut);
      if (answer === null || answer === 'running') return answer;
      return decodeDetail(parseJson(answer), sessionId, answer.receivedAt);
    },
  };

  async function getOne<Value>(
    request: UpstreamRequest,
    options: CallOptions,
    decode: (body: unknown, receivedAt: number) => Value,
  ): Promise<Received<Value | null>> {
    const answer = await send(request, options).catch(nullIfNotFound);
    if (answer === null) return { value: null, fetchedAt: null, bytes: 0, isCollapsed: false };
    return received(answer, decode(parseJson(answer), answer.receivedAt));
  }
}

function read(path: string): UpstreamRequest {
  return { path, kind: 'read', variant: null };
}

/** Decoded rows weigh about as much as their text, which has two bytes a character at most. */
function received<Value>({ text, receivedAt, isCollapsed }: UpstreamAnswer, value: Value): Received<Value> {
  return { value, fetchedAt: receivedAt, bytes: 2 * text.length, isCollapsed };
}

/** @throws UpstreamError `invalid-response`; the parser's own message would quote the body. */
function parseJson({ text }: UpstreamAnswer): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UpstreamError({ kind: 'invalid-response', problem: 'it is not JSON' });
  }
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
