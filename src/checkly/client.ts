/** Checkly's API, a method for each route the gateway uses. The one place that knows how upstream spells things. */

import type { Credential } from '../credentials/credential.ts';
import type { PageRequest, SessionPage } from '../domain/page.ts';
import type { Host } from '../host.ts';
import type { CallAllowance } from './call-allowance.ts';
import { decodePage } from './decode-page.ts';
import { type ListStyle, toListQuery } from './query.ts';
import { callUpstream } from './request.ts';

export interface ChecklySettings {
  /** Without a slash at its end; https unless it is a loopback address. */
  readonly baseUrl: string;
  readonly listStyle: ListStyle;
}

export interface ChecklyClient {
  /** GET /v1/test-sessions. @throws UpstreamError */
  listSessions(request: PageRequest): Promise<SessionPage>;
}

/** A client for one request of one reader: its calls count against `allowance`. */
export function createChecklyClient(
  host: Host,
  settings: ChecklySettings,
  credential: Credential,
  allowance: CallAllowance,
): ChecklyClient {
  const headers = toHeaders(credential);
  const get = (path: string) => callUpstream(host, allowance, { url: settings.baseUrl + path, headers });
  return {
    async listSessions(request) {
      const { body, receivedAt } = await get(`/v1/test-sessions?${toListQuery(request, settings.listStyle)}`);
      return decodePage(body, receivedAt);
    },
  };
}

function toHeaders({ apiKey, accountId }: Credential): Record<string, string> {
  return {
    accept: 'application/json',
    authorization: `Bearer ${apiKey}`,
    ...(accountId === null ? {} : { 'x-checkly-account': accountId }),
  };
}
