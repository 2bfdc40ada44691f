/** `POST /purge`: for a pipeline to say, after a run, that what is cached of an account is old. */

import { matchToken } from '../../credentials/match-token.ts';
import { readBearer } from '../../credentials/read-credential.ts';
import { toAccountTag } from '../../credentials/reader.ts';
import type { Host } from '../../host.ts';
import { minSecondsBetweenPurges, purgeRetrySeconds } from '../../limits.ts';
import type { GatewayParts } from '../../server-context.ts';
import { type Problem, problem } from '../problem.ts';

export interface PurgeRoute {
  answer(request: Request, requestId: string): Promise<Response | Problem>;
}

/** The account comes from the secret: no reader's credential purges, and no secret purges another's account. */
export function createPurgeRoute(
  host: Host,
  { config, isolate, accounts, openStandIns }: GatewayParts,
): PurgeRoute {
  /** Milliseconds to wait, as the account's object says; null when it cannot be reached. */
  async function purge(accountTag: string, requestId: string): Promise<number | null> {
    try {
      return await (accounts ?? openStandIns()).getByName(accountTag).purge();
    } catch (error) {
      host.log({ level: 'error', requestId, message: unreachableMessage, error: String(error) });
      return null;
    }
  }

  return {
    async answer(request, requestId) {
      if (request.method !== 'POST')
        return problem(405, 'METHOD_NOT_ALLOWED', 'Purging takes POST.', {}, { allow: 'POST' });
      const secret = readBearer(request.headers.get('authorization') ?? '');
      const token = secret === null ? null : matchToken(secret, config.purgeTokens);
      if (token === null) {
        const headers = { 'www-authenticate': 'Bearer' };
        return problem(401, 'UNAUTHENTICATED', 'The gateway does not know this purge token.', {}, headers);
      }
      const owner = { apiKey: '', accountId: token.accountId };
      const accountTag = toAccountTag(owner, config.cache.partitionSecret);
      const waitMs = await purge(accountTag, requestId);
      if (waitMs === null) return unreachable();
      isolate.standings.forget(accountTag);
      if (waitMs > 0) return tooSoon(Math.ceil(waitMs / 1000));
      const reach = accounts === null ? 'isolate' : 'everywhere';
      return Response.json({ purged: true, reach }, { headers: { 'cache-control': 'no-store' } });
    },
  };
}

const unreachableMessage = 'The account object cannot be reached: nothing is purged.';

function unreachable(): Problem {
  const headers = { 'retry-after': String(purgeRetrySeconds) };
  return problem(503, 'UPSTREAM_UNAVAILABLE', unreachableMessage, { retryAfter: purgeRetrySeconds }, headers);
}

function tooSoon(retryAfter: number): Problem {
  const message = `An account is purged at most once in ${minSecondsBetweenPurges} s.`;
  return problem(429, 'RATE_LIMITED', message, { retryAfter }, { 'retry-after': String(retryAfter) });
}
