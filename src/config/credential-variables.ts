/** The part of the variables' table with keys, accounts and tokens. Tokens leave here as hashes only. */

import * as v from 'valibot';
import {
  accountIdPattern,
  apiKeyPattern,
  gatewayTokenPattern,
  isServiceKey,
  purgeTokenPattern,
} from '../credentials/credential.ts';
import { hashToken } from '../credentials/match-token.ts';
import { keySetUrlSchema } from './base-url.ts';
import { choice, onOff, optionalText, secret, secretList, text } from './variable-kinds.ts';

const apiKeySchema = v.pipe(v.string(), v.regex(apiKeyPattern));
const accountIdSchema = v.pipe(v.string(), v.regex(accountIdPattern), v.toLowerCase());

/** A user's key needs an account. */
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
  v.transform((tokens) =>
    Object.entries(tokens).map(([token, { key, account }]) => ({
      tokenHash: hashToken(token),
      apiKey: key,
      accountId: account,
    })),
  ),
);

const purgeTokensSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.record(v.pipe(v.string(), v.regex(purgeTokenPattern)), accountIdSchema),
  v.transform((tokens) =>
    Object.entries(tokens).map(([token, accountId]) => ({ tokenHash: hashToken(token), accountId })),
  ),
);

const audiencesSchema = v.pipe(
  v.string(),
  v.transform((list) => list.split(',').map((audience) => audience.trim())),
  v.check((audiences) => !audiences.includes('')),
);

/** No cookie ever authenticates. */
const headersOfOthers = ['cookie', 'x-checkly-account'];

const jwtHeaderSchema = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z][A-Za-z0-9-]*$/),
  v.toLowerCase(),
  v.check((name) => !headersOfOthers.includes(name)),
);

export const credentialVariables = {
  passThrough: onOff({
    name: 'CREDENTIAL_PASS_THROUGH',
    default: 'on',
    description: 'Whether clients may send their own Checkly key.',
  }),
  gatewayTokens: secretList({
    name: 'GATEWAY_TOKENS',
    schema: gatewayTokensSchema,
    form: '{"gw_…": {"key": "cu_…", "account": "…"}}',
    details: '"gw_" and at least 20 letters, digits, _ or - for each token, and a UUID for each account',
    description:
      'Gateway tokens, and the key and account that each stands for. A service key may go without `account`. Several tokens may stand for one key, so that they can be rotated. A token has at most 128 characters after `gw_`.',
  }),
  publicAccess: choice({
    name: 'PUBLIC_ACCESS',
    options: ['off', 'emulator-demo', 'held-data-is-public'],
    default: 'off',
    description:
      "Whether requests without a credential read as `CHECKLY_API_KEY`. `emulator-demo` allows the emulator's key on a loopback address only.",
  }),
  /** What the public and readers with a JWT read as. */
  held: {
    apiKey: secret({
      name: 'CHECKLY_API_KEY',
      schema: apiKeySchema,
      takes: 'a Checkly API key, "cu_…" or "sv_…"',
      description:
        'The key of requests with a JWT, and of those without a credential. Not used while `PUBLIC_ACCESS` is `off` and `JWT_JWKS_URL` is absent.',
    }),
    accountId: secret({
      name: 'CHECKLY_ACCOUNT_ID',
      schema: accountIdSchema,
      takes: "the account's id, a UUID",
      description: 'The account of `CHECKLY_API_KEY`. Required with a `cu_` key.',
    }),
  },
  jwt: {
    keySetUrl: optionalText({
      name: 'JWT_JWKS_URL',
      schema: keySetUrlSchema,
      takes: 'an https address without user or fragment (http on a loopback address only)',
      description:
        "Where an identity provider publishes its keys. With it the provider's JWTs are taken, and stand for `CHECKLY_API_KEY`.",
    }),
    issuer: optionalText({
      name: 'JWT_ISSUER',
      schema: v.string(),
      takes: 'the whole `iss` of the tokens',
      description: 'Whose JWTs are taken. Required with `JWT_JWKS_URL`.',
    }),
    audiences: optionalText({
      name: 'JWT_AUDIENCE',
      schema: audiencesSchema,
      takes: 'one or more values of `aud`, separated by commas',
      description: 'Whom a JWT has to be made out to, any of them. Required with `JWT_JWKS_URL`.',
    }),
    header: text({
      name: 'JWT_HEADER',
      schema: jwtHeaderSchema,
      takes: "a header's name, neither Cookie nor X-Checkly-Account",
      default: 'Authorization',
      description:
        'The header that brings the JWT: after `Bearer` in `Authorization`, as it is in any other, such as `Cf-Access-Jwt-Assertion`. Another one is read only where a request has no `Authorization`.',
    }),
  },
};

export const purgeTokensVariable = secretList({
  name: 'PURGE_TOKENS',
  schema: purgeTokensSchema,
  form: '{"purge_…": "account id"}',
  details: '"purge_" and at least 20 letters, digits, _ or - for each token',
  description:
    'Tokens for `POST /purge`, and the account that each purges. A token has at most 128 characters after `purge_`.',
});
