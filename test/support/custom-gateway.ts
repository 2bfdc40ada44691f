/** A gateway on a host of the test's own: for answers that the emulator does not give, and for faults inside. */

import type { Host } from '../../src/host.ts';
import { createGateway } from '../../src/http/gateway.ts';
import { type Answer, readAnswer } from './answer.ts';
import { createVirtualClock, type VirtualClock } from './clock.ts';
import { demoHeaders, openAccounts, testStart, testVars } from './test-gateway.ts';

export interface CustomGateway {
  readonly clock: VirtualClock;
  /** What upstream was asked. */
  readonly calls: readonly Request[];
  /** Lines that the gateway logged. */
  readonly log: readonly Readonly<Record<string, unknown>>[];
  /** With the demo key. */
  ask(query: string): Promise<Answer>;
}

export interface CustomGatewayOptions {
  /** In place of the test host's. */
  readonly host?: Partial<Host>;
  readonly vars?: Readonly<Record<string, string>>;
}

export const emptyPage = { length: 0, entries: [], nextId: null };

/** `answer` stands for the network. */
export function createCustomGateway(
  answer: (request: Request, clock: VirtualClock) => Response | Promise<Response>,
  { host = {}, vars = {} }: CustomGatewayOptions = {},
): CustomGateway {
  const clock = createVirtualClock(testStart);
  const calls: Request[] = [];
  const log: Readonly<Record<string, unknown>>[] = [];
  const testHost: Host = {
    fetch: async (request) => {
      calls.push(request);
      return answer(request, clock);
    },
    now: clock.now,
    sleep: clock.sleep,
    startTimer: clock.startTimer,
    random: () => 0.5,
    newRequestId: () => 'request-1',
    edgeCache: { match: async () => undefined, put: async () => {} },
    log: (line) => void log.push(line),
    ...host,
  };
  const gateway = createGateway(testHost);
  const variables = { ...testVars, CHECKLY_API_URL: '', SHARED_CACHE: 'none', ...vars };
  const accounts = openAccounts(testHost, variables);
  const env: object = { ...variables, ...(accounts === null ? {} : { ACCOUNTS: accounts }) };
  return {
    clock,
    calls,
    log,
    async ask(query) {
      const request = new Request('https://gateway.example/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json', ...demoHeaders },
        body: JSON.stringify({ query }),
      });
      return readAnswer(
        await clock.run(gateway.fetch(request, env, { waitUntil: (work) => void work.catch(() => {}) })),
      );
    },
  };
}
