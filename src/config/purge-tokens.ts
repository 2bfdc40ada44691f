/** The part of the configuration that says who may purge which account's copies. */

import * as v from 'valibot';
import { accountIdPattern } from '../credentials/credential.ts';
import { hashToken } from '../credentials/match-token.ts';
import { type Environment, readVariable } from './read-variable.ts';

export interface PurgeToken {
  /** SHA-256 of the token. */
  readonly tokenHash: Uint8Array;
  /** The one account whose copies it purges. */
  readonly accountId: string;
}

const schema = v.pipe(
  v.string(),
  v.parseJson(),
  v.record(
    v.pipe(v.string(), v.regex(/^purge_[A-Za-z0-9_-]{20,128}$/)),
    v.pipe(v.string(), v.regex(accountIdPattern), v.toLowerCase()),
  ),
);

/** @throws ConfigError */
export function readPurgeTokens(env: Environment): readonly PurgeToken[] {
  const tokens = readVariable(
    env,
    {
      name: 'PURGE_TOKENS',
      schema,
      takes:
        'JSON of the form {"purge_…": "account id"}, with "purge_" and at least 20 letters, digits, _ or - for each token',
      isSecret: true,
    },
    {},
  );
  return Object.entries(tokens).map(([token, accountId]) => ({
    tokenHash: hashToken(token),
    accountId,
  }));
}
