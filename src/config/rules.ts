/** What variables must be together, and what one is by another. Pure. */

import { type HeldCredential, isServiceKey } from '../credentials/credential.ts';
import { isLoopback } from './base-url.ts';
import type { credentialVariables } from './credential-variables.ts';
import { ConfigError, type Environment, isAbsent, type ValuesOf } from './read-variable.ts';
import { variables } from './variables.ts';

/** The emulator's key: the only one that is public without being called so by name. */
const demoApiKey = 'cu_demo';

/** What requests without a credential read as; null when they are refused. @throws ConfigError */
export function toPublicCredential(
  { mode, apiKey, accountId }: ValuesOf<typeof credentialVariables.publicAccess>,
  baseUrl: string,
): HeldCredential | null {
  if (mode === 'off') return null;
  if (apiKey === null) throw new ConfigError('CHECKLY_API_KEY is missing; PUBLIC_ACCESS needs it.');
  if (accountId === null && !isServiceKey(apiKey)) {
    throw new ConfigError("CHECKLY_ACCOUNT_ID is missing; a user's key in CHECKLY_API_KEY needs it.");
  }
  if (mode === 'emulator-demo' && !(apiKey === demoApiKey && isLoopback(baseUrl))) {
    throw new ConfigError(
      'PUBLIC_ACCESS holds "emulator-demo", but CHECKLY_API_KEY is not the demo key or CHECKLY_API_URL is not a loopback address; ' +
        'to let anybody read the account, without a credential, set it to "held-data-is-public".',
    );
  }
  return { apiKey, accountId };
}

/** The environment of a local gateway: `Cache-Control: no-cache` reads through at any time, unless a variable says otherwise. */
export function addLocalDefaults(env: Environment): Environment {
  const isLocal = env[variables.environment.name] === 'local';
  const { name } = variables.cache.noCacheFloorMs;
  return isLocal && isAbsent(env, name) ? { ...env, [name]: '0' } : env;
}
