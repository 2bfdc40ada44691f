// The upstream routes: which template a path is, who may read, and the answer. Errors are thrown as HttpError.

import { accountIdsByKey, accounts } from './accounts.ts';
import { awaitCompletion, readMaxWaitMs } from './completion.ts';
import { readErrorGroupPage, readErrorGroupQuery, readProjectErrorGroups } from './error-group-list.ts';
import { HttpError } from './http-error.ts';
import { type LastPageKind, readListPage } from './list-page.ts';
import { readListQuery } from './list-query.ts';
import { readMembers } from './members.ts';
import type { TokenKind } from './page-token.ts';
import type { RateLimiter } from './rate-limit.ts';
import { readAssets } from './result-assets.ts';
import { readResult } from './result-detail.ts';
import { readDetail, readResults } from './session-detail.ts';
import type { SessionStore } from './session-store.ts';
import type { Sleep } from './sleep.ts';

/** What the routes read from: the emulator as it is since its last reset. */
export interface Upstream {
  now(): number;
  readonly sleep: Sleep;
  readonly tokens: TokenKind;
  readonly lastPage: LastPageKind;
  readonly searchesCommits: boolean;
  readonly rateLimiter: RateLimiter;
  readonly revokedKeys: ReadonlySet<string>;
  storeOf(accountId: string): SessionStore;
}

type RouteName =
  | 'list'
  | 'detail'
  | 'completion'
  | 'result'
  | 'assets'
  | 'error-groups'
  | 'project-error-groups'
  | 'error-group'
  | 'me'
  | 'members'
  | 'account';

export interface RouteMatch {
  /** Null for a path that upstream does not have. */
  readonly name: RouteName | null;
  /** How the statistics name it, e.g. `/v1/test-sessions/{id}`. */
  readonly template: string;
  /** The path's id; empty for the lists. */
  readonly id: string;
  /** The id of a result within the path; empty for any other. */
  readonly resultId: string;
}

const routes: readonly (readonly [RouteName, template: string, path: RegExp])[] = [
  ['list', '/v1/test-sessions', /^\/v1\/test-sessions$/],
  ['detail', '/v1/test-sessions/{id}', /^\/v1\/test-sessions\/([^/]+)$/],
  ['completion', '/v1/test-sessions/{id}/completion', /^\/v1\/test-sessions\/([^/]+)\/completion$/],
  ['result', '/v1/test-sessions/{id}/results/{resultId}', /^\/v1\/test-sessions\/([^/]+)\/results\/([^/]+)$/],
  [
    'assets',
    '/v1/test-sessions/{id}/results/{resultId}/assets',
    /^\/v1\/test-sessions\/([^/]+)\/results\/([^/]+)\/assets$/,
  ],
  ['error-groups', '/v1/test-session-error-groups', /^\/v1\/test-session-error-groups$/],
  [
    'project-error-groups',
    '/v1/test-session-error-groups/projects/{projectId}',
    /^\/v1\/test-session-error-groups\/projects\/([^/]+)$/,
  ],
  ['error-group', '/v1/test-session-error-groups/{id}', /^\/v1\/test-session-error-groups\/([^/]+)$/],
  ['me', '/v1/accounts/me', /^\/v1\/accounts\/me$/],
  ['members', '/v1/accounts/me/members', /^\/v1\/accounts\/me\/members$/],
  ['account', '/next/accounts/{accountId}', /^\/next\/accounts\/([^/]+)$/],
];

export function matchRoute(path: string): RouteMatch {
  for (const [name, template, pattern] of routes) {
    const match = pattern.exec(path);
    if (match !== null) return { name, template, id: match[1] ?? '', resultId: match[2] ?? '' };
  }
  return { name: null, template: '(unknown)', id: '', resultId: '' };
}

/** @throws HttpError for everything but a 200 */
export async function answerRoute(upstream: Upstream, route: RouteMatch, request: Request): Promise<unknown> {
  if (route.name === null || request.method !== 'GET') throw new HttpError(404, 'Not Found');
  const key = readKey(upstream, request);
  upstream.rateLimiter.count(key, upstream.now());
  if (route.name === 'account') return readAccount(key, request, route.id);

  const accountId = readAccountId(key, request);
  if (route.name === 'me') return findAccount(accountId);
  const store = upstream.storeOf(accountId);
  const parameters = new URL(request.url).searchParams;
  if (route.name === 'members') return readMembers(accountId, parameters);
  if (route.name === 'list') {
    const { tokens, lastPage, searchesCommits } = upstream;
    return readListPage(store, readListQuery(parameters), {
      accountId,
      nowMs: upstream.now(),
      tokens,
      lastPage,
      searchesCommits,
    });
  }
  if (route.name === 'error-groups') {
    return readErrorGroupPage(store.errorGroups, readErrorGroupQuery(parameters));
  }
  if (route.name === 'project-error-groups') {
    return readProjectErrorGroups(store.errorGroups, readUuid(route.id, 'projectId'));
  }
  const id = readUuid(route.id, 'id');
  if (route.name === 'error-group') return found(store.errorGroups.find(id), `Error group ${id}`).fields;
  // Asked again each time: while a long poll waits, the session can be changed or deleted.
  const findSession = () => found(upstream.storeOf(accountId).find(id), `Test session ${id}`);
  if (route.name === 'detail') return readDetail(findSession(), upstream.now());
  if (route.name === 'result' || route.name === 'assets') {
    const resultId = readUuid(route.resultId, 'resultId');
    const results = readResults(findSession(), upstream.now());
    const isNamed = ({ fields }: (typeof results)[number]) => fields.testSessionResultId === resultId;
    const result = found(results.find(isNamed), `Result ${resultId}`);
    return route.name === 'result' ? readResult(result) : readAssets(result, parameters, upstream.now());
  }
  const waiting = { now: upstream.now, sleep: upstream.sleep, signal: request.signal, findSession };
  return awaitCompletion(waiting, readMaxWaitMs(parameters));
}

function readKey(upstream: Upstream, request: Request): string {
  const key = /^Bearer +(\S+)$/i.exec(request.headers.get('Authorization') ?? '')?.[1];
  if (key === undefined || !accountIdsByKey.has(key) || upstream.revokedKeys.has(key)) {
    throw new HttpError(401, 'Bad Token');
  }
  return key;
}

/** The account that the header names, or the only one of a service key. */
function readAccountId(key: string, request: Request): string {
  const header = request.headers.get('X-Checkly-Account');
  if (header !== null) return reachAccount(key, readUuid(header, 'x-checkly-account'));
  const [only] = accountIdsByKey.get(key) ?? [];
  if (!key.startsWith('sv_') || only === undefined) {
    throw new HttpError(400, 'The X-Checkly-Account header is required with a user API key');
  }
  return only;
}

function readAccount(key: string, request: Request, pathId: string) {
  const accountId = reachAccount(key, readUuid(pathId, 'accountId'));
  if (request.headers.has('X-Checkly-Account')) readAccountId(key, request);
  return findAccount(accountId);
}

function findAccount(accountId: string) {
  const account = accounts.find(({ id }) => id === accountId);
  return found(account, 'Account');
}

function reachAccount(key: string, accountId: string): string {
  if (accountIdsByKey.get(key)?.includes(accountId)) return accountId;
  throw new HttpError(403, 'You do not have access to this account');
}

/** Lower case, as it is stored. */
function readUuid(text: string, name: string): string {
  if (/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)) return text.toLowerCase();
  throw new HttpError(400, `"${name}" must be a valid GUID`);
}

function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new HttpError(404, `${what} not found`);
  return value;
}
