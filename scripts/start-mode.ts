/**
 * What `npm start` puts behind the gateway: the emulator with the demo's credential, or the upstream that a
 * `.dev.vars` names. Decides only; starts nothing.
 */
import { readFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';

/** For runs on this machine alone: it protects nothing, and a deployment has to bring its own. */
const localPartitionSecret = 'for-local-use-only-not-a-secret-00000000';

export type StartMode =
  | { readonly kind: 'emulator'; readonly vars: Record<string, string> }
  | { readonly kind: 'upstream'; readonly upstreamUrl: string; readonly vars: Record<string, string> };

/** @param devVars the text of `.dev.vars`, or undefined when there is none */
export function chooseStartMode(devVars: string | undefined, emulatorUrl: string): StartMode {
  const own = parseEnv(devVars ?? '');
  // An empty value counts as absent, as for the Worker.
  const upstreamUrl = own.CHECKLY_API_URL || undefined;
  // The demo's credential must never meet an upstream that somebody chose.
  if (upstreamUrl === undefined) {
    // The terminal shows the addresses, not a line for each request.
    return { kind: 'emulator', vars: { ...createDemoVars(emulatorUrl), LOG_REQUESTS: '0' } };
  }
  const vars: Record<string, string> = { ENVIRONMENT: 'local' };
  if (!own.CACHE_PARTITION_SECRET) vars.CACHE_PARTITION_SECRET = localPartitionSecret;
  return { kind: 'upstream', upstreamUrl, vars };
}

/** The emulator's account, open to everybody who reaches this machine's loopback. */
export function createDemoVars(emulatorUrl: string): Record<string, string> {
  return {
    CHECKLY_API_URL: emulatorUrl,
    CHECKLY_API_KEY: 'cu_demo',
    CHECKLY_ACCOUNT_ID: '11111111-1111-4111-8111-111111111111',
    PUBLIC_ACCESS: 'emulator-demo',
    CACHE_PARTITION_SECRET: localPartitionSecret,
    ENVIRONMENT: 'local',
  };
}

/** @returns undefined when there is no such file */
export async function readDevVars(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
