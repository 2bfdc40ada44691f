/** The tokens that may purge an account's copies. */

import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { demoAccountId } from '../../emulator/accounts.ts';
import { readConfig } from '../../src/config/config.ts';
import { ConfigError } from '../../src/config/read-variable.ts';

const token = 'purge_0123456789abcdefghij';
const read = (PURGE_TOKENS: string) =>
  readConfig({ CACHE_PARTITION_SECRET: 'x'.repeat(32), PURGE_TOKENS }).purgeTokens;

test('PURGE_TOKENS holds tokens by their hashes, with their accounts', () => {
  const tokenHash = createHash('sha256').update(token).digest();
  expect(read(JSON.stringify({ [token]: demoAccountId.toUpperCase() }))).toEqual([
    { tokenHash, accountId: demoAccountId },
  ]);
});

test.each([
  ['what is not JSON', token],
  ['a list', `["${token}"]`],
  ['a token that is too short', `{"purge_0123456789abcdefghi": "${demoAccountId}"}`],
  ['a gateway token', `{"gw_0123456789abcdefghij": "${demoAccountId}"}`],
  ['an account that is no UUID', `{"${token}": "mine"}`],
  ['no account', `{"${token}": null}`],
])('PURGE_TOKENS does not take %s, and tells its length only', (_case, held) => {
  const message = `PURGE_TOKENS holds a secret of ${held.length} characters; it takes JSON of the form {"purge_…": "account id"}, with "purge_" and at least 20 letters, digits, _ or - for each token.`;
  expect(() => read(held)).toThrow(expect.objectContaining({ constructor: ConfigError, message }));
});
