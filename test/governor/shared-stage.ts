/** Stages whose isolates share the Durable Object of their account. */

import { env } from 'cloudflare:workers';
import type { KeeperNamespace } from '../../src/http/account-keepers.ts';
import { createStage, type Stage, type StageIsolate } from '../support/stage.ts';

export const branch = (name: number | string) =>
  `{ testSessions(first: 1, filter: {branches: ["branch-${name}"]}) { nodes { id } } }`;

let secrets = 0;

/** Its own secret gives each stage an object of its own. */
export function createSharedStage(limit: number, keepers: KeeperNamespace = env.ACCOUNTS): Stage {
  const vars = {
    UPSTREAM_CALLS_PER_MINUTE: String(limit),
    CACHE_PARTITION_SECRET: `for-tests-only-not-a-secret-governor-${++secrets}`,
  };
  return createStage({ emulator: { sessions: 20 }, vars, bindings: { ACCOUNTS: keepers } });
}

/** Lets upstream accept the demo key in these isolates: calls from here on are the account's, and none is owed. */
export async function warm(stage: Stage, isolates: readonly StageIsolate[] = [stage]): Promise<void> {
  for (const isolate of isolates) {
    await isolate.ask(branch('warm'));
    await stage.settle();
  }
  await stage.clock.advance(5_000);
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
