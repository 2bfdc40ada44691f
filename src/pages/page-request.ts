/** The loopback's request: a newly built GET that names the page, with the credential in a header of its own. Pure. */

import * as v from 'valibot';
import { accountIdPattern, apiKeyPattern } from '../credentials/credential.ts';
import type { PageRequest } from '../domain/page.ts';
import { pageRequestSchema } from '../domain/page-schema.ts';

/** In `Authorization` it would keep the answer out of the cache. */
const credentialHeader = 'x-gateway-credential';
const origin = 'https://pages.gateway.invalid/page';

export interface LoopbackCredential {
  readonly apiKey: string;
  readonly accountId: string | null;
}

export interface LoopbackQuestion {
  readonly credential: LoopbackCredential;
  readonly page: PageRequest;
  /** Creation time that bounds the page's rows, milliseconds since the epoch; null when not known. */
  readonly rowsCreatedBefore: number | null;
}

export function toLoopbackRequest({ credential, page, rowsCreatedBefore }: LoopbackQuestion): Request {
  const query = new URLSearchParams({ page: JSON.stringify(page) });
  const headers = {
    [credentialHeader]: JSON.stringify([credential.apiKey, credential.accountId, rowsCreatedBefore]),
  };
  return new Request(`${origin}?${query}`, { headers });
}

const credentialSchema = v.tuple([
  v.pipe(v.string(), v.regex(apiKeyPattern)),
  v.nullable(v.pipe(v.string(), v.regex(accountIdPattern))),
  v.nullable(v.number()),
]);

/** Null for a request that the gateway did not build. */
export function readLoopbackRequest(request: Request): LoopbackQuestion | null {
  try {
    const parts: unknown = JSON.parse(request.headers.get(credentialHeader) ?? '');
    const [apiKey, accountId, rowsCreatedBefore] = v.parse(credentialSchema, parts);
    const page = v.parse(pageRequestSchema, JSON.parse(new URL(request.url).searchParams.get('page') ?? ''));
    return { credential: { apiKey, accountId }, page, rowsCreatedBefore };
  } catch {
    return null;
  }
}
