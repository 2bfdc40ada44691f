/** A gateway with an emulator behind it, in one call: no socket, a clock that stands still, chance that is fixed. */

import { createGateway } from '../../src/http/gateway.ts';
import { demoAccountId, demoKey } from '../emulator/accounts.ts';
import { createEmulator, type Emulator, type EmulatorOptions } from '../emulator/emulator.ts';
import { type Answer, readAnswer } from './answer.ts';
import { createVirtualClock, type VirtualClock } from './clock.ts';

export const stageStart = Date.parse('2026-11-24T12:00:00Z');

export interface StageOptions {
  readonly emulator?: Partial<EmulatorOptions>;
  /** Beside the emulator's address. */
  readonly vars?: Readonly<Record<string, string>>;
}

export interface Ask {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Stage {
  readonly clock: VirtualClock;
  readonly emulator: Emulator;
  /** Lines that the gateway logged. */
  readonly log: readonly Readonly<Record<string, unknown>>[];
  /** Any request, answered when the clock has moved as far as it takes. */
  fetch(request: Request): Promise<Response>;
  /** A GraphQL query with the demo key, unless `headers` say otherwise. */
  ask(query: string, options?: Ask): Promise<Answer>;
}

export const demoHeaders = { authorization: `Bearer ${demoKey}`, 'x-checkly-account': demoAccountId };

export function createStage({ emulator: emulatorOptions = {}, vars = {} }: StageOptions = {}): Stage {
  const clock = createVirtualClock(stageStart);
  const emulator = createEmulator({ now: clock.now, sleep: clock.sleep, ...emulatorOptions });
  const log: Readonly<Record<string, unknown>>[] = [];
  let requests = 0;
  const gateway = createGateway({
    fetch: (request) => emulator.fetch(request),
    now: clock.now,
    sleep: clock.sleep,
    random: () => 0.5,
    newRequestId: () => `request-${++requests}`,
    log: (line) => void log.push(line),
  });
  const env: object = { CHECKLY_API_URL: 'http://127.0.0.1:8790', ENVIRONMENT: 'local', ...vars };
  const fetch = (request: Request) => clock.run(gateway.fetch(request, env));
  return {
    clock,
    emulator,
    log,
    fetch,
    ask: async (query, { variables, headers = demoHeaders } = {}) =>
      readAnswer(await fetch(toRequest(query, variables, headers))),
  };
}

function toRequest(query: string, variables: Ask['variables'], headers: Ask['headers']): Request {
  return new Request('https://gateway.example/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
}
