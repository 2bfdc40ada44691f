/** Checkly's API: the routes that the gateway uses. The one place that knows how upstream spells things. */

import type { Resource } from '../domain/resource.ts';
import type { SessionDetail } from '../domain/session-detail.ts';
import { type CallOptions, type Received, type SendUpstream, urgentCall } from '../domain/upstream.ts';
import { UpstreamError, type UpstreamFailure } from '../errors/upstream-error.ts';
import { completionWaitSeconds } from '../limits.ts';
import type { AttemptAnswer } from './attempt.ts';
import { decodeDetail, sessionDetailRoute } from './decode-detail.ts';
import { errorGroupRoutes } from './decode-error-group.ts';
import { accountRoutes } from './decode-members.ts';
import type { ListStyle } from './decode-page.ts';
import { sessionPageRoute } from './decode-page.ts';
import { createPieceReader } from './read-pieces.ts';
import { resultRoutes } from './result-routes.ts';
import type { AnswerOwner, Route } from './route.ts';
import { toSegment } from './wire.ts';

export interface ChecklyClient {
  /** One value by its route. `precededBy`: answers are shared only among reads after the same session. @throws UpstreamError */
  fetch<Key, Value>(
    resource: Resource<Key, Value>,
    key: Key,
    precededBy: string | null,
    options: CallOptions,
  ): Promise<Received<Value>>;
  /**
   * GET /v1/test-sessions/{id}/completion: the session once it has ended, `running` when it has not within
   * upstream's wait; its value is null when there is none. @throws UpstreamError
   */
  awaitCompletion(sessionId: string): Promise<Received<SessionDetail | null> | 'running'>;
}

const routes = [sessionPageRoute, sessionDetailRoute, ...errorGroupRoutes, ...resultRoutes, ...accountRoutes];

/**
 * `now` in milliseconds since the epoch.
 * @param onUnreadable hears of each answer that arrived and is not what the API promises
 */
export function createChecklyClient(
  send: SendUpstream,
  listStyle: ListStyle,
  now: () => number,
  owner: AnswerOwner,
  onUnreadable: (path: string, failure: UpstreamFailure) => void = () => {},
): ChecklyClient {
  const pieces = createPieceReader();

  async function read<Value>(
    path: string,
    { text, receivedAt }: AttemptAnswer,
    decode: (body: unknown) => Value | Promise<Value>,
  ): Promise<Value> {
    try {
      return await decode(parseJson(text));
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      onUnreadable(path, error.failure);
      throw new UpstreamError(error.failure, { cause: error, receivedAt });
    }
  }

  return {
    async fetch(resource, key, precededBy, options) {
      const route = routeOf(resource);
      return pieces.read(route, key, async (piece) => {
        const request = { path: route.toPath(piece, listStyle), kind: 'read', variant: precededBy } as const;
        try {
          const answer = await send(request, options);
          const { text, receivedAt, isCollapsed } = answer;
          const value = await read(request.path, answer, (body) =>
            route.decode(body, piece, receivedAt, owner),
          );
          // Decoded rows weigh about as much as their text, which has two bytes a character at most.
          return { value, fetchedAt: receivedAt, bytes: 2 * text.length, isCollapsed };
        } catch (error) {
          if (route.whenNotFound === undefined || !isNotFound(error)) throw error;
          const fetchedAt = now();
          return { value: route.whenNotFound(fetchedAt, piece), fetchedAt, bytes: 0, isCollapsed: false };
        }
      });
    },
    async awaitCompletion(sessionId) {
      const path = `/v1/test-sessions/${toSegment(sessionId)}/completion?maxWaitSeconds=${completionWaitSeconds}`;
      const request = { path, kind: 'long-poll', variant: null } as const;
      try {
        const answer = await send(request, { ...urgentCall, isShareable: false });
        const { text, receivedAt, isCollapsed } = answer;
        const value = await read(path, answer, (body) => decodeDetail(body, sessionId, receivedAt));
        return { value, fetchedAt: receivedAt, bytes: 2 * text.length, isCollapsed };
      } catch (error) {
        if (isNotFound(error)) return { value: null, fetchedAt: null, bytes: 0, isCollapsed: false };
        // Upstream's 408, or no word at all: either way the session may still run, and is asked about again.
        if (error instanceof UpstreamError && error.failure.kind === 'timeout') return 'running';
        throw error;
      }
    },
  };
}

/** @throws Error for a resource without a route */
export function routeOf<Key, Value>(resource: Resource<Key, Value>): Route<Key, Value>;
// The compiler cannot follow a key's and a value's type through the list; a route names its own resource.
export function routeOf(resource: { readonly name: string }): unknown {
  const route = routes.find((candidate) => candidate.resource.name === resource.name);
  if (route === undefined) throw new Error(`Checkly's API has no route to "${resource.name}" here.`);
  return route;
}

/**
 * Every text in it is well-formed: UTF-8 holds no half of a character, but an escape such as `\ud83d` makes one.
 * @throws UpstreamError `invalid-response`; the parser's own message would quote the body.
 */
function parseJson(text: string): unknown {
  try {
    return mayHoldHalves(text) ? JSON.parse(text, toWellFormed) : JSON.parse(text);
  } catch {
    throw new UpstreamError({ kind: 'invalid-response', problem: 'it is not JSON' });
  }
}

/** The first look is the fast one: hardly any text escapes by number. */
function mayHoldHalves(text: string): boolean {
  return text.includes('\\u') && /\\u[dD][89a-fA-F]/.test(text);
}

function toWellFormed(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.toWellFormed() : value;
}

function isNotFound(error: unknown): boolean {
  return error instanceof UpstreamError && error.failure.kind === 'refused' && error.failure.status === 404;
}
