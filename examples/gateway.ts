/** What every example needs: where the gateway is, who asks, and the operations that the project holds. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

/** `npm start` answers there, and needs no credential. */
const defaultUrl = 'http://localhost:8787/graphql';

export interface GatewayAccess {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** From `GATEWAY_URL`, `CHECKLY_API_KEY` (a key or a gateway token) and `CHECKLY_ACCOUNT_ID`; all may be absent. */
export function readGatewayAccess(env: NodeJS.ProcessEnv = process.env): GatewayAccess {
  const headers: Record<string, string> = {};
  if (env.CHECKLY_API_KEY) headers.authorization = `Bearer ${env.CHECKLY_API_KEY}`;
  if (env.CHECKLY_ACCOUNT_ID) headers['x-checkly-account'] = env.CHECKLY_ACCOUNT_ID;
  return { url: env.GATEWAY_URL || defaultUrl, headers };
}

/** @param name of a file in `operations/`, without its ending */
export function readOperation(name: string): Promise<string> {
  return readFile(resolve(import.meta.dirname, '../operations', `${name}.graphql`), 'utf8');
}

/** The answer to PageByPage. */
export interface PageByPage {
  readonly testSessions: {
    readonly edges: readonly { readonly cursor: string; readonly node: SessionRow | null }[] | null;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  } | null;
}

interface SessionRow {
  readonly id: string;
  readonly name: string;
  /** Null when Checkly does not tell. */
  readonly status: string | null;
  readonly createdAt: string | null;
}

export function printSession({ status, name, createdAt }: Omit<SessionRow, 'id'>): void {
  console.log(`${createdAt}  ${status}  ${name}`);
}
