/** `POST /purge`: for a pipeline to say, after a run, that what is cached of an account is old. */

import { matchToken } from '../../credentials/match-token.ts';
import { readBearer, toAccountTag } from '../../credentials/reader.ts';
import { minSecondsBetweenPurges } from '../../limits.ts';
import type { GatewayParts } from '../../server-context.ts';
import { type Problem, problem } from '../problem.ts';

export interface PurgeRoute {
  answer(request: Request): Promise<Response | Problem>;
}

/** The account comes from the secret: no reader's credential purges, and no secret purges another's account. */
export function createPurgeRoute({ config, isolate, accounts, openStandIns }: GatewayParts): PurgeRoute {
  return {
    async answer(request) {
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
      const waitMs = await (accounts ?? openStandIns()).getByName(accountTag).purge();
      isolate.standings.forget(accountTag);
      if (waitMs > 0) return tooSoon(Math.ceil(waitMs / 1000));
      const reach = accounts === null ? 'isolate' : 'everywhere';
      return Response.json({ purged: true, reach }, { headers: { 'cache-control': 'no-store' } });
    },
  };
}

function tooSoon(retryAfter: number): Problem {
  const message = `An account is purged at most once in ${minSecondsBetweenPurges} s.`;
  return problem(429, 'RATE_LIMITED', message, { retryAfter }, { 'retry-after': String(retryAfter) });
}
