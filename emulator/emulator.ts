// The emulator: a stand-in for Checkly's public API as a function from Request to Response. Web standards only,
// the clock is handed in, and nothing is kept outside the object that `createEmulator` returns.

import { createAccountStores } from './account-stores.ts';
import { accounts, demoAccountId } from './accounts.ts';
import { answerControl, controlPrefix } from './control-routes.ts';
import { createErrorGroup, type ErrorGroupInput } from './error-group.ts';
import { applyFault, createFaultBoard, type Fault } from './faults.ts';
import { HttpError, toErrorResponse } from './http-error.ts';
import type { LastPageKind } from './list-page.ts';
import { createLiveStores } from './live-stores.ts';
import { addNamedErrorGroups, removeErrorGroup } from './named-error-groups.ts';
import type { TokenKind } from './page-token.ts';
import { createRandom, hashText } from './random.ts';
import { createRateLimiter } from './rate-limit.ts';
import { createRequestLog, type RequestStats } from './request-log.ts';
import type { Session } from './session.ts';
import { changeSession, createSession, type SessionInput } from './session-edit.ts';
import type { SessionStore } from './session-store.ts';
import { type Sleep, sleepRealTime } from './sleep.ts';
import { answerRoute, matchRoute, type Upstream } from './upstream-routes.ts';

export {
  bothKey,
  demoAccountId,
  demoKey,
  otherAccountId,
  otherKey,
  serviceKey,
} from './accounts.ts';
export { ConnectionDropped } from './faults.ts';
export type { SessionInput, TokenKind };

export interface EmulatorSettings {
  /** Sessions of each account, unless `live`; default 2,500. One in twenty, at most six, is still running. */
  readonly sessions?: number;
  /** Error groups of each account, apart from added ones, unless `live`; default 40. */
  readonly errorGroups?: number;
  /**
   * In place of the fixed data: sessions of the last two weeks that come, run and end by the clock. The same seed
   * and time give the same list, whenever the emulator was started. Default false.
   */
  readonly live?: boolean;
  /** The same seed and clock make the same sessions; default 1. */
  readonly seed?: number;
  /** Default `keyset`. */
  readonly tokens?: TokenKind;
  /** Default `null`. */
  readonly lastPage?: LastPageKind;
  /** Whether `textSearch` looks at commit ids; default true. */
  readonly searchesCommits?: boolean;
  /** For each key; default 600, null for no limit. */
  readonly requestsPerMinute?: number | null;
  /** Whether a 429 has the header; default true. */
  readonly retryAfter?: boolean;
}

export interface EmulatorOptions extends EmulatorSettings {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Used by long polls and delays; default: real time. */
  readonly sleep?: Sleep;
}

export interface ResetOptions extends EmulatorSettings {
  /** Milliseconds or an ISO time: the clock goes on from there. Default: the clock that was handed in. */
  readonly now?: number | string;
}

export interface Emulator {
  /** @throws ConnectionDropped by a fault, or the reason of the request's signal when it aborts */
  fetch(request: Request): Promise<Response>;
  /** Seeds anew and forgets faults, statistics, rates and revoked keys. What is not given is as at creation. */
  reset(options?: ResetOptions): void;
  stats(): RequestStats;
  /** Their ids. They take their place by `created_at`; an id that is there already is replaced. */
  addSessions(inputs: readonly SessionInput[]): string[];
  /** False when there is no such session. */
  deleteSession(id: string): boolean;
  /** False when there is no such session. */
  patchSession(id: string, input: SessionInput): boolean;
  /** Their ids. They take their place by `lastSeen`; an id that is there already is replaced. */
  addErrorGroups(inputs: readonly ErrorGroupInput[]): string[];
  /** Sessions that name it no longer do. False when there is no such error group. */
  deleteErrorGroup(id: string): boolean;
  /** In place of those set before. */
  setFaults(faults: readonly Fault[]): void;
  /** From now on the key is answered with 401. */
  revokeKey(key: string): void;
  /** The emulator's clock, in milliseconds since the epoch. */
  now(): number;
}

const defaults = {
  sessions: 2_500,
  errorGroups: 40,
  live: false,
  seed: 1,
  tokens: 'keyset',
  lastPage: 'null',
  searchesCommits: true,
  requestsPerMinute: 600,
  retryAfter: true,
} as const;

export function createEmulator({
  now: baseNow,
  sleep = sleepRealTime,
  ...created
}: EmulatorOptions): Emulator {
  const log = createRequestLog();
  const faults = createFaultBoard();
  let offsetMs = 0;
  const now = () => baseNow() + offsetMs;
  let state = createState({});

  function createState(options: ResetOptions) {
    const settings: Required<EmulatorSettings> = { ...defaults, ...created, ...options };
    const random = createRandom(hashText(`added ${settings.seed}`));
    return {
      settings,
      random,
      revokedKeys: new Set<string>(),
      rateLimiter: createRateLimiter(settings),
      storeOf: settings.live ? createLiveStores(settings, now) : createAccountStores(settings, now()),
    };
  }

  const emulator: Emulator = {
    async fetch(request) {
      const url = new URL(request.url);
      try {
        request.signal.throwIfAborted();
        if (url.pathname.startsWith(controlPrefix))
          return await answerControl(emulator, url.pathname, request);
        return await answerUpstream(request, url);
      } catch (error) {
        if (error instanceof HttpError) return toErrorResponse(error);
        throw error;
      }
    },
    reset({ now: resetNow, ...options } = {}) {
      offsetMs = resetNow === undefined ? 0 : new Date(resetNow).getTime() - baseNow();
      state = createState(options);
      faults.set([]);
      log.clear();
    },
    stats: () => log.read(),
    addSessions: (inputs) => inputs.map((input) => addSession(input).key),
    deleteSession: (id) => storeWith(id)?.remove(id) ?? false,
    patchSession(id, input) {
      const store = storeWith(id);
      const session = store?.find(id);
      if (store === undefined || session === undefined) return false;
      putSession(store, changeSession(session, input, now()));
      return true;
    },
    addErrorGroups: (inputs) => inputs.map(addErrorGroup),
    deleteErrorGroup: (id) => stores().some((store) => removeErrorGroup(store, id)),
    setFaults: (list) => faults.set(list),
    revokeKey(key) {
      state.revokedKeys.add(key);
    },
    now,
  };

  async function answerUpstream(request: Request, url: URL): Promise<Response> {
    const route = matchRoute(url.pathname);
    const pathAndQuery = url.pathname + url.search;
    log.add(`${request.method} ${route.template}`, pathAndQuery);
    const fault = faults.take(pathAndQuery);
    const faulty = fault === null ? null : await applyFault(fault, sleep, request.signal);
    if (faulty !== null) return faulty;
    const upstream: Upstream = { ...state.settings, ...state, now, sleep };
    return Response.json(await answerRoute(upstream, route, request), {
      headers: { 'Cache-Control': 'no-cache' },
    });
  }

  function addSession(input: SessionInput): Session {
    const ids = { id: state.random.uuid(), sequenceId: state.random.uuid() };
    const session = createSession(input, ids, now());
    putSession(state.storeOf(session.accountId), session);
    return session;
  }

  function putSession(store: SessionStore, session: Session): void {
    store.put(session);
    addNamedErrorGroups(store, session, { random: state.random, nowMs: now() });
  }

  function addErrorGroup(input: ErrorGroupInput): string {
    const ids = { id: state.random.uuid(), errorHash: state.random.hex(40) };
    const group = createErrorGroup(input, ids, now());
    state.storeOf(input._accountId ?? demoAccountId).errorGroups.put(group);
    return group.key;
  }

  function stores(): SessionStore[] {
    return accounts.map((account) => state.storeOf(account.id));
  }

  function storeWith(id: string): SessionStore | undefined {
    return stores().find((store) => store.find(id) !== undefined);
  }

  return emulator;
}
