/** Purges of Workers Cache, gathered: it takes five a minute for all accounts together, each with any number of tags. */

import type { Host } from '../host.ts';
import { minMsBetweenCachePurges } from '../limits.ts';
import type { GatewayPorts } from './ports.ts';

export interface PurgeQueue {
  /** Purges soon, together with others that come meanwhile. A purge that fails is in the log: marks protect readers anyway. */
  add(accountTag: string, ports: GatewayPorts): void;
}

export function createPurgeQueue(host: Host): PurgeQueue {
  const waiting = new Set<string>();
  let nextAt = 0;
  /** When the waiting ones are to be purged; null when none wait. */
  let scheduledFor: number | null = null;

  async function purgeWaiting(purgePages: NonNullable<GatewayPorts['purgePages']>): Promise<void> {
    await host.sleep(Math.max(0, nextAt - host.now()));
    const accountTags = [...waiting];
    waiting.clear();
    scheduledFor = null;
    nextAt = host.now() + minMsBetweenCachePurges;
    await purgePages(accountTags).catch((error: unknown) =>
      host.log({ level: 'error', message: 'Workers Cache was not purged', error: String(error) }),
    );
  }

  return {
    add(accountTag, { purgePages, keepAlive }) {
      if (purgePages === null) return;
      waiting.add(accountTag);
      // The request that was to purge may have been cut off meanwhile.
      if (scheduledFor !== null && host.now() < scheduledFor + minMsBetweenCachePurges) return;
      scheduledFor = Math.max(nextAt, host.now());
      keepAlive(purgeWaiting(purgePages));
    },
  };
}
