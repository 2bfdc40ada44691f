/** What variables must be together, and what one is by another. Pure. */

import { type HeldCredential, isServiceKey, type JwtRules } from '../credentials/credential.ts';
import { isLoopback } from './base-url.ts';
import type { credentialVariables } from './credential-variables.ts';
import { ConfigError, type Environment, isAbsent, type ValuesOf } from './read-variable.ts';
import { variables } from './variables.ts';

/** The emulator's key: the only one that is public without being called so by name. */
const demoApiKey = 'cu_demo';

type CredentialValues = ValuesOf<typeof credentialVariables>;

/** What requests without a credential read as; null when they are refused. @throws ConfigError */
export function toPublicCredential(
  mode: CredentialValues['publicAccess'],
  values: CredentialValues['held'],
  baseUrl: string,
): HeldCredential | null {
  if (mode === 'off') return null;
  const held = requireHeld(values, 'PUBLIC_ACCESS');
  if (mode === 'emulator-demo' && !(held.apiKey === demoApiKey && isLoopback(baseUrl))) {
    throw new ConfigError(
      'PUBLIC_ACCESS holds "emulator-demo", but CHECKLY_API_KEY is not the demo key or CHECKLY_API_URL is not a loopback address; ' +
        'to let anybody read the account, without a credential, set it to "held-data-is-public".',
    );
  }
  return held;
}

/** Null when no JWT is taken: then none of its variables may be there, lest somebody believe that they work. @throws ConfigError */
export function toJwtRules(
  { keySetUrl, issuer, audiences, header }: CredentialValues['jwt'],
  values: CredentialValues['held'],
): JwtRules | null {
  if (keySetUrl === null) {
    if (issuer !== null) throw new ConfigError('JWT_JWKS_URL is missing; JWT_ISSUER needs it.');
    if (audiences !== null) throw new ConfigError('JWT_JWKS_URL is missing; JWT_AUDIENCE needs it.');
    return null;
  }
  if (issuer === null) throw new ConfigError('JWT_ISSUER is missing; JWT_JWKS_URL needs it.');
  if (audiences === null) throw new ConfigError('JWT_AUDIENCE is missing; JWT_JWKS_URL needs it.');
  return { keySetUrl, issuer, audiences, header, held: requireHeld(values, 'JWT_JWKS_URL') };
}

function requireHeld({ apiKey, accountId }: CredentialValues['held'], neededBy: string): HeldCredential {
  if (apiKey === null) throw new ConfigError(`CHECKLY_API_KEY is missing; ${neededBy} needs it.`);
  if (accountId === null && !isServiceKey(apiKey)) {
    throw new ConfigError("CHECKLY_ACCOUNT_ID is missing; a user's key in CHECKLY_API_KEY needs it.");
  }
  return { apiKey, accountId };
}

/** The environment of a local gateway: `Cache-Control: no-cache` reads through at any time, unless a variable says otherwise. */
export function addLocalDefaults(env: Environment): Environment {
  const isLocal = env[variables.environment.name] === 'local';
  const { name } = variables.cache.noCacheFloorMs;
  return isLocal && isAbsent(env, name) ? { ...env, [name]: '0' } : env;
}
