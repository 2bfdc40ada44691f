/** A gateway whose pipelines may purge, and what a purge of it looks like. */

import { demoAccountId, otherAccountId } from '../../emulator/accounts.ts';
import {
  createTestGateway,
  type TestGateway,
  type TestGatewayOptions,
  type TestIsolate,
} from '../support/test-gateway.ts';

export const demoPurgeToken = 'purge_0123456789abcdefghij';
export const otherPurgeToken = 'purge_of_the_other_account_';

export function createPurgeGateway({ vars = {}, ...options }: TestGatewayOptions = {}): TestGateway {
  const PURGE_TOKENS = JSON.stringify({ [demoPurgeToken]: demoAccountId, [otherPurgeToken]: otherAccountId });
  return createTestGateway({ ...options, vars: { PURGE_TOKENS, ...vars } });
}

export interface PurgeAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export async function purge(
  isolate: TestIsolate,
  token: string | null = demoPurgeToken,
  method = 'POST',
): Promise<PurgeAnswer> {
  const headers = token === null ? {} : { authorization: `Bearer ${token}` };
  const response = await isolate.fetch(new Request('https://gateway.example/purge', { method, headers }));
  return { status: response.status, headers: response.headers, body: await response.json() };
}
