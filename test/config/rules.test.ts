/** The variables that say who may read, and as whom; of secrets, messages tell the length only. */

import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { demoAccountId, demoKey } from '../../emulator/accounts.ts';
import { readConfig } from '../../src/config/config.ts';
import { ConfigError } from '../../src/config/read-variable.ts';

const CACHE_PARTITION_SECRET = 'x'.repeat(32);
const readRules = (env: Record<string, string>) => readConfig({ CACHE_PARTITION_SECRET, ...env }).credentials;
const wrong = (message: string) => expect.objectContaining({ constructor: ConfigError, message });
const token = 'gw_0123456789abcdefghij';

describe('GATEWAY_TOKENS', () => {
  test('holds tokens by their hashes, with their keys and accounts', () => {
    const GATEWAY_TOKENS = JSON.stringify({
      [token]: { key: 'cu_key', account: demoAccountId.toUpperCase() },
      [`${token}2`]: { key: 'sv_key' },
      [`${token}3`]: { key: 'sv_key', account: null },
    });
    const hash = (text: string) => createHash('sha256').update(text).digest();
    expect(readRules({ GATEWAY_TOKENS }).gatewayTokens).toEqual([
      { tokenHash: hash(token), apiKey: 'cu_key', accountId: demoAccountId },
      { tokenHash: hash(`${token}2`), apiKey: 'sv_key', accountId: null },
      { tokenHash: hash(`${token}3`), apiKey: 'sv_key', accountId: null },
    ]);
  });

  test.each([
    ['what is not JSON', 'gw_secret'],
    ['a list', `[{"token": "${token}", "key": "sv_key"}]`],
    ['a token that is too short', '{"gw_0123456789abcdefghi": {"key": "sv_key"}}'],
    ['a token without its prefix', '{"0123456789abcdefghijklm": {"key": "sv_key"}}'],
    ['a key that is none of Checkly', `{"${token}": {"key": "key"}}`],
    ['a missing key', `{"${token}": {"account": "${demoAccountId}"}}`],
    ["a user's key without an account", `{"${token}": {"key": "cu_key"}}`],
    ['an account that is no UUID', `{"${token}": {"key": "cu_key", "account": "mine"}}`],
    ['a field that it does not know', `{"${token}": {"key": "sv_key", "acount": "${demoAccountId}"}}`],
  ])('does not take %s, and tells its length only', (_case, GATEWAY_TOKENS) => {
    expect(() => readRules({ GATEWAY_TOKENS })).toThrow(
      wrong(
        `GATEWAY_TOKENS holds a secret of ${GATEWAY_TOKENS.length} characters; it takes JSON of the form {"gw_…": {"key": "cu_…", "account": "…"}}, with "gw_" and at least 20 letters, digits, _ or - for each token, and a UUID for each account.`,
      ),
    );
  });
});

describe('PUBLIC_ACCESS', () => {
  const demo = { CHECKLY_API_KEY: demoKey, CHECKLY_ACCOUNT_ID: demoAccountId };
  const loopback = 'http://127.0.0.1:8790';
  const isPublic = (env: Record<string, string>) => readRules(env).publicCredential;

  test('is off where it is left out, whatever key is held', () => {
    expect(isPublic({ ...demo, CHECKLY_API_URL: loopback })).toBeNull();
    expect(isPublic({ ...demo, PUBLIC_ACCESS: 'off' })).toBeNull();
  });

  test('opens the emulator with the demo key', () => {
    expect(isPublic({ ...demo, CHECKLY_API_URL: loopback, PUBLIC_ACCESS: 'emulator-demo' })).toEqual({
      apiKey: demoKey,
      accountId: demoAccountId,
    });
  });

  test.each([
    ['another key', { CHECKLY_API_URL: loopback, CHECKLY_API_KEY: 'cu_real' }],
    ['a key that begins like the demo key', { CHECKLY_API_URL: loopback, CHECKLY_API_KEY: 'cu_demo2' }],
    ['Checkly itself, which is the address by default', {}],
    ['an upstream on another machine', { CHECKLY_API_URL: 'https://emulator.example' }],
    ['an upstream that only sounds like this machine', { CHECKLY_API_URL: 'https://localhost.example' }],
  ])('"emulator-demo" does not open %s', (_case, env) => {
    expect(() => isPublic({ ...demo, PUBLIC_ACCESS: 'emulator-demo', ...env })).toThrow(
      wrong(
        'PUBLIC_ACCESS holds "emulator-demo", but CHECKLY_API_KEY is not the demo key or CHECKLY_API_URL is not a loopback address; to let anybody read the account, without a credential, set it to "held-data-is-public".',
      ),
    );
  });

  test('opens any account that is said by name to be public', () => {
    const env = { CHECKLY_API_KEY: 'sv_real', PUBLIC_ACCESS: 'held-data-is-public' };
    expect(isPublic(env)).toEqual({ apiKey: 'sv_real', accountId: null });
  });

  test.each(['on', 'true', 'OFF', 'public'])('does not take "%s"', (value) => {
    expect(() => isPublic({ ...demo, PUBLIC_ACCESS: value })).toThrow(
      wrong(`PUBLIC_ACCESS holds "${value}"; it takes "off", "emulator-demo" or "held-data-is-public".`),
    );
  });

  test.each([
    [{ CHECKLY_ACCOUNT_ID: demoAccountId }, 'CHECKLY_API_KEY is missing; PUBLIC_ACCESS needs it.'],
    [
      { CHECKLY_API_KEY: 'cu_real' },
      "CHECKLY_ACCOUNT_ID is missing; a user's key in CHECKLY_API_KEY needs it.",
    ],
    [
      { ...demo, CHECKLY_API_KEY: 'a-real-secret' },
      'CHECKLY_API_KEY holds a secret of 13 characters; it takes a Checkly API key, "cu_…" or "sv_…".',
    ],
    [
      { ...demo, CHECKLY_ACCOUNT_ID: 'mine' },
      "CHECKLY_ACCOUNT_ID holds a secret of 4 characters; it takes the account's id, a UUID.",
    ],
  ])('says what it misses: %j', (env, message) => {
    expect(() => isPublic({ ...env, PUBLIC_ACCESS: 'held-data-is-public' })).toThrow(wrong(message));
  });
});

describe('JWTs', () => {
  const jwt = {
    JWT_JWKS_URL: 'https://id.example/keys',
    JWT_ISSUER: 'https://id.example',
    JWT_AUDIENCE: 'gateway',
    CHECKLY_API_KEY: 'sv_held',
  };

  test('are taken with keys, issuer, audience and what they stand for', () => {
    expect(readRules(jwt).jwt).toEqual({
      keySetUrl: 'https://id.example/keys',
      issuer: 'https://id.example',
      audiences: ['gateway'],
      header: 'authorization',
      held: { apiKey: 'sv_held', accountId: null },
    });
  });

  test.each([
    ['JWT_ISSUER', 'JWT_ISSUER is missing; JWT_JWKS_URL needs it.'],
    ['JWT_AUDIENCE', 'JWT_AUDIENCE is missing; JWT_JWKS_URL needs it.'],
    ['CHECKLY_API_KEY', 'CHECKLY_API_KEY is missing; JWT_JWKS_URL needs it.'],
    ['JWT_JWKS_URL', 'JWT_JWKS_URL is missing; JWT_ISSUER needs it.'],
  ])('are not taken without %s, and the gateway says so', (name, message) => {
    expect(() => readRules({ ...jwt, [name]: '' })).toThrow(wrong(message));
  });

  test('need their keys when only their audience is set, and an account for a key of a user', () => {
    expect(() => readRules({ JWT_AUDIENCE: 'gateway' })).toThrow(
      wrong('JWT_JWKS_URL is missing; JWT_AUDIENCE needs it.'),
    );
    expect(() => readRules({ ...jwt, CHECKLY_API_KEY: 'cu_held' })).toThrow(
      wrong("CHECKLY_ACCOUNT_ID is missing; a user's key in CHECKLY_API_KEY needs it."),
    );
  });
});
