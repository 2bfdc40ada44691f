/** What probes ask: whether the Worker runs, and whether it can serve. Calls nobody and tells no configuration. */

import { version } from '../../../package.json';

/** The Worker runs and could be configured. */
export function answerHealth(): Response {
  return answer(200, { status: 'ok', version });
}

export interface Readiness {
  /** Whether every variable holds what it takes; the log names one that does not. */
  readonly configuration: boolean;
  /** Whether the accounts' objects are bound: without them each isolate has a limit and a cache of its own. */
  readonly accounts: boolean;
}

/** `isEnding`: the process takes no new work, since it was told to end. */
export function answerReady(checks: Readiness, isEnding: boolean): Response {
  const isReady = checks.configuration && checks.accounts && !isEnding;
  return answer(isReady ? 200 : 503, { status: isReady ? 'ready' : 'not ready', version, checks });
}

function answer(status: number, body: object): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store' } });
}
