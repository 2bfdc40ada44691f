/** `POST /purge`: for a pipeline to say, after a run, that what the gateway remembers of an account is old. */

import { createEdgeStore, unlimited } from '../cache/edge-store.ts';
import type { IsolateCache } from '../cache/isolate.ts';
import { toAccountTag } from '../cache/partition.ts';
import { createEdgeMarks, createPurgeMarks, type PurgeMarks, toMarkSeconds } from '../cache/purge-marks.ts';
import type { Config } from '../config/config.ts';
import { matchToken, readBearer } from '../credentials/match-token.ts';
import type { Host } from '../host.ts';
import { minSecondsBetweenPurges } from '../limits.ts';
import type { GatewayPorts } from './ports.ts';
import { problem } from './problem.ts';
import { createPurgeQueue } from './purge-queue.ts';

export interface PurgeRoute {
  answer(request: Request, ports: GatewayPorts): Promise<Response>;
}

/** The account comes from the secret: no reader's credential purges, and no secret purges another's account. */
export function createPurgeRoute(host: Host, config: Config, isolate: IsolateCache): PurgeRoute {
  const queue = createPurgeQueue(host);
  return {
    async answer(request, ports) {
      if (request.method !== 'POST')
        return problem(405, 'METHOD_NOT_ALLOWED', 'Purging takes POST.', {}, { allow: 'POST' });
      const secret = readBearer(request.headers.get('authorization') ?? '');
      const token = secret === null ? null : matchToken(secret, config.purgeTokens);
      if (token === null) {
        const headers = { 'www-authenticate': 'Bearer' };
        return problem(401, 'UNAUTHENTICATED', 'The gateway does not know this purge token.', {}, headers);
      }
      const accountTag = toAccountTag(
        { apiKey: '', accountId: token.accountId },
        config.cache.partitionSecret,
      );
      const marks = openMarks(host, config, isolate, ports);
      const waitMs = await marks.purge(accountTag, minSecondsBetweenPurges * 1000);
      if (waitMs > 0) return tooSoon(Math.ceil(waitMs / 1000));
      queue.add(accountTag, ports);
      return Response.json(
        { purged: true, reach: toReach(config, ports) },
        { headers: { 'cache-control': 'no-store' } },
      );
    },
  };
}

function tooSoon(retryAfter: number): Response {
  const message = `An account is purged at most once in ${minSecondsBetweenPurges} s.`;
  return problem(429, 'RATE_LIMITED', message, { retryAfter }, { 'retry-after': String(retryAfter) });
}

function openMarks(
  host: Host,
  { cache }: Config,
  isolate: IsolateCache,
  { accounts }: GatewayPorts,
): PurgeMarks {
  const edge = createEdgeMarks(createEdgeStore(host.edgeCache, unlimited), toMarkSeconds(cache));
  const shared = accounts?.marks ?? (cache.sharedTier === 'none' ? null : edge);
  // Never from memory: another isolate may have purged just now.
  return createPurgeMarks(isolate.marks, shared, host.now, 0);
}

function toReach({ cache }: Config, { accounts }: GatewayPorts): 'everywhere' | 'data centre' | 'isolate' {
  if (accounts !== null) return 'everywhere';
  return cache.sharedTier === 'none' ? 'isolate' : 'data centre';
}
