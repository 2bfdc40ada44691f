/** Where objects of accounts cannot be reached, an isolate stands in for them: what that takes is bounded, whoever asks. */
import { Agent, request } from 'undici';
import { expect, test } from 'vitest';
import { startBareGateway } from '../../scripts/workerd/bare-gateway.ts';
import { openIsolate } from '../../scripts/workerd/heap.ts';
import { maxStandIns, maxStandInUnverified, memoryBytes } from '../../src/limits.ts';

/** A bound, not a measure: an idle machine takes ten seconds. */
const timeoutMs = 240_000;
const accounts = maxStandIns + 4;
const keysOfEach = maxStandInUnverified + 10;

test(
  'strangers who name more accounts, with more keys, than an isolate stands in for leave its heap within their bounds',
  async () => {
    const gateway = await startBareGateway({
      vars: { CACHE_PARTITION_SECRET: 'for-tests-only-not-a-secret-0000000000000', LOG_REQUESTS: '0' },
      isInspected: true,
      hasAccountObjects: false,
    });
    const agent = new Agent({ connections: 16 });
    const isolate = await openIsolate(gateway.server);
    const askAs = async (account: number, key: number): Promise<string> => {
      const response = await request(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer cu_${account}_${String(key).padStart(100, 'k')}`,
          'x-checkly-account': `aaaaaaaa-0000-4000-8000-${String(account).padStart(12, '0')}`,
        },
        body: '{"query":"{ testSessions(first: 1) { nodes { id } } }"}',
        dispatcher: agent,
      });
      return response.body.text();
    };
    try {
      expect(await askAs(0, 0)).toContain('"code":"UNAUTHENTICATED"');
      const emptyBytes = (await isolate.readLiveHeap()).usedBytes;
      const work = async (first: number): Promise<void> => {
        for (let i = first; i < accounts * keysOfEach; i += 16)
          await askAs(i % accounts, Math.floor(i / accounts));
      };
      await Promise.all(Array.from({ length: 16 }, (_, first) => work(first)));
      const grown = (await isolate.readLiveHeap()).usedBytes - emptyBytes;
      const { standIns, standings, readers } = memoryBytes;
      expect(grown).toBeLessThan(standIns + standings + readers);
      // They were there, each with its own guards.
      expect(grown).toBeGreaterThan(standIns / 4);
    } finally {
      isolate.close();
      await agent.close();
      await gateway.stop();
    }
  },
  timeoutMs,
);
