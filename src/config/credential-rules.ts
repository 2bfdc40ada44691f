/** The part of the configuration that says who may read, and as whom. */

import * as v from 'valibot';
import {
  accountIdPattern,
  apiKeyPattern,
  type CredentialRules,
  type GatewayToken,
  gatewayTokenPattern,
  type HeldCredential,
  isServiceKey,
} from '../credentials/credential.ts';
import { hashToken } from '../credentials/match-token.ts';
import { isLoopback } from './loopback.ts';
import { ConfigError, type Environment, readVariable } from './read-variable.ts';

/** The emulator's key: the only one that a public mode may use without being asked for by name. */
const demoApiKey = 'cu_demo';

const apiKeySchema = v.pipe(v.string(), v.regex(apiKeyPattern));
const accountIdSchema = v.pipe(v.string(), v.regex(accountIdPattern), v.toLowerCase());

/** @throws ConfigError */
export function readCredentialRules(env: Environment, baseUrl: string): CredentialRules {
  return {
    passThrough: readPassThrough(env),
    gatewayTokens: readGatewayTokens(env),
    publicCredential: readPublicCredential(env, baseUrl),
  };
}

function readPassThrough(env: Environment): boolean {
  const mode = readVariable(
    env,
    { name: 'CREDENTIAL_PASS_THROUGH', schema: v.picklist(['on', 'off']), takes: '"on" or "off"' },
    'on',
  );
  return mode === 'on';
}

const gatewayTokensSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.record(
    v.pipe(v.string(), v.regex(gatewayTokenPattern)),
    v.pipe(
      v.strictObject({ key: apiKeySchema, account: v.nullish(accountIdSchema, null) }),
      v.check(({ key, account }) => account !== null || isServiceKey(key)),
    ),
  ),
);

function readGatewayTokens(env: Environment): readonly GatewayToken[] {
  const tokens = readVariable(
    env,
    {
      name: 'GATEWAY_TOKENS',
      schema: gatewayTokensSchema,
      takes:
        'JSON of the form {"gw_…": {"key": "cu_…", "account": "…"}}, with "gw_" and at least 20 letters, digits, _ or - for each token, and a UUID for each account',
      isSecret: true,
    },
    {},
  );
  return Object.entries(tokens).map(([token, { key, account }]) => ({
    tokenHash: hashToken(token),
    apiKey: key,
    accountId: account,
  }));
}

function readPublicCredential(env: Environment, baseUrl: string): HeldCredential | null {
  const mode = readVariable(
    env,
    {
      name: 'PUBLIC_ACCESS',
      schema: v.picklist(['off', 'emulator-demo', 'held-data-is-public']),
      takes: '"off", "emulator-demo" or "held-data-is-public"',
    },
    'off',
  );
  if (mode === 'off') return null;
  const held = readHeldCredential(env);
  if (mode === 'emulator-demo' && !(held.apiKey === demoApiKey && isLoopback(baseUrl))) {
    throw new ConfigError(
      'PUBLIC_ACCESS holds "emulator-demo", but CHECKLY_API_KEY is not the demo key or CHECKLY_API_URL is not a loopback address; ' +
        'to let anybody read the account, without a credential, set it to "held-data-is-public".',
    );
  }
  return held;
}

function readHeldCredential(env: Environment): HeldCredential {
  const apiKey = readVariable(
    env,
    {
      name: 'CHECKLY_API_KEY',
      schema: apiKeySchema,
      takes: 'a Checkly API key, "cu_…" or "sv_…"',
      isSecret: true,
    },
    null,
  );
  if (apiKey === null) throw new ConfigError('CHECKLY_API_KEY is missing; PUBLIC_ACCESS needs it.');
  const accountId = readVariable(
    env,
    {
      name: 'CHECKLY_ACCOUNT_ID',
      schema: accountIdSchema,
      takes: "the account's id, a UUID",
      isSecret: true,
    },
    null,
  );
  if (accountId === null && !isServiceKey(apiKey)) {
    throw new ConfigError("CHECKLY_ACCOUNT_ID is missing; a user's key in CHECKLY_API_KEY needs it.");
  }
  return { apiKey, accountId };
}
