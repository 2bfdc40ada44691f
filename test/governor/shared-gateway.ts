/** Gateways whose isolates share the Durable Object of their account. */

import { env } from 'cloudflare:workers';
import type { KeeperNamespace } from '../../src/http/account-keepers.ts';
import { createTestGateway, type TestGateway, type TestIsolate } from '../support/test-gateway.ts';

export const branch = (name: number | string) =>
  `{ testSessions(first: 1, filter: {branches: ["branch-${name}"]}) { nodes { id } } }`;

let secrets = 0;

/** Its own secret gives each gateway an object of its own. */
export function createSharedGateway(limit: number, keepers: KeeperNamespace = env.ACCOUNTS): TestGateway {
  const vars = {
    UPSTREAM_CALLS_PER_MINUTE: String(limit),
    CACHE_PARTITION_SECRET: `for-tests-only-not-a-secret-governor-${++secrets}`,
  };
  return createTestGateway({ emulator: { sessions: 20 }, vars, bindings: { ACCOUNTS: keepers } });
}

/** Lets upstream accept the demo key in these isolates: calls from here on are the account's, and none is owed. */
export async function warm(
  gateway: TestGateway,
  isolates: readonly TestIsolate[] = [gateway],
): Promise<void> {
  for (const isolate of isolates) {
    await isolate.ask(branch('warm'));
    await gateway.settle();
  }
  await gateway.clock.advance(5_000);
}

/** The namespace, how often an object was asked for calls, and for how many. */
export function createCountedKeepers() {
  const counted = { leases: 0, calls: 0 };
  const keepers: KeeperNamespace = {
    getByName(name) {
      const keeper = env.ACCOUNTS.getByName(name);
      return {
        leaseCalls(calls, limit, now) {
          counted.leases += 1;
          counted.calls += calls;
          return keeper.leaseCalls(calls, limit, now);
        },
        purgedAt: () => keeper.purgedAt(),
        markPurged: (at, minGapMs) => keeper.markPurged(at, minGapMs),
      };
    },
  };
  return { counted, keepers };
}
