/** The real Durable Object, with its upstream and its clock replaced by the test's. */

import { env } from 'cloudflare:workers';
import { vi } from 'vitest';
import type { AccountObject } from '../../src/worker.ts';
import { createTestGateway, type TestGateway } from '../support/test-gateway.ts';

/** The paths that objects ask upstream for from here on, in order. `answer` runs inside the object. */
export function answerObjects(
  answer: (request: Request, nth: number) => Response | Promise<Response>,
): string[] {
  const calls: string[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    const { pathname, search } = new URL(request.url);
    calls.push(pathname + search);
    return answer(request, calls.length);
  });
  return calls;
}

/** Real time: an object has no other. */
export const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

let objects = 0;

/** A name that no other test has asked for. */
export const newObjectName = (): string => `object-${++objects}`;

export function openObject(name = newObjectName()): DurableObjectStub<AccountObject> {
  return env.ACCOUNTS.getByName(name);
}

/**
 * A gateway over the real Durable Object, whose time is the gateway's. Ask it with `askNow` and `fetchNow`: what
 * happens inside an object takes no time of the virtual clock.
 */
export function createObjectGateway(vars: Readonly<Record<string, string>> = {}): TestGateway {
  // Its own secret gives each gateway objects of its own.
  const CACHE_PARTITION_SECRET = `for-tests-only-not-a-secret-0000000000000-${newObjectName()}`;
  const gateway = createTestGateway({
    emulator: { sessions: 20 },
    vars: { SHARED_CACHE: 'none', CACHE_PARTITION_SECRET, ...vars },
    accounts: env.ACCOUNTS,
  });
  answerObjects((request) => gateway.emulator.fetch(request));
  vi.spyOn(Date, 'now').mockImplementation(gateway.clock.now);
  return gateway;
}

export function restoreObjects(): void {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
}
