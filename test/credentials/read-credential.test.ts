/** From headers to the credential they stand for, or the error that they deserve. */

import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { CredentialRules } from '../../src/credentials/credential.ts';
import { readCredential } from '../../src/credentials/read-credential.ts';

const account = '11111111-1111-4111-8111-111111111111';
const otherAccount = '22222222-2222-4222-8222-222222222222';
const token = 'gw_0123456789abcdefghij';
const held = { apiKey: 'cu_held', accountId: account };

const keysOnly: CredentialRules = { passThrough: true, gatewayTokens: [], publicCredential: null, jwt: null };
const tokensOnly: CredentialRules = {
  passThrough: false,
  gatewayTokens: [
    { tokenHash: createHash('sha256').update('gw_another_token_of_this_gateway').digest(), ...held },
    { tokenHash: createHash('sha256').update(token).digest(), ...held },
  ],
  publicCredential: null,
  jwt: null,
};
const openToAll: CredentialRules = { ...tokensOnly, passThrough: true, publicCredential: held };

const read = (headers: Record<string, string>, rules = keysOnly) =>
  readCredential(new Headers(headers), rules);
const unauthenticated = { name: 'CredentialError', kind: 'unauthenticated' };
const forbidden = { name: 'CredentialError', kind: 'forbidden' };

describe('a key that a reader brings', () => {
  const passedThrough = { apiKey: 'cu_own', accountId: account, source: 'pass-through' };

  test.each<Record<string, string>>([
    { authorization: 'Bearer cu_own', 'x-checkly-account': account },
    { AUTHORIZATION: 'bearer cu_own', 'X-CHECKLY-ACCOUNT': account },
    { Authorization: '  BEARER   cu_own  ', 'X-Checkly-Account': `  ${account}  ` },
  ])('is passed through from %j', (headers) => {
    expect(read(headers)).toEqual(passedThrough);
  });

  test('goes with the account in lower case', () => {
    const shouted = 'ABCDEFAB-1111-4111-8111-111111111111';
    const credential = read({ authorization: 'Bearer cu_own', 'x-checkly-account': shouted });
    expect(credential.accountId).toBe(shouted.toLowerCase());
  });

  test("needs the account header when it is a user's", () => {
    expect(() => read({ authorization: 'Bearer cu_own' })).toThrow(
      "X-Checkly-Account: is required with a user's API key: it chooses the account",
    );
  });

  test("may go without the account header when it is a service's, or with it", () => {
    const authorization = 'Bearer sv_own';
    const credential = { apiKey: 'sv_own', accountId: null, source: 'pass-through' };
    expect(read({ authorization })).toEqual(credential);
    expect(read({ authorization, 'x-checkly-account': account })).toEqual({
      ...credential,
      accountId: account,
    });
  });

  test('takes 128 characters after its prefix and no more', () => {
    const headers = (length: number) => ({ authorization: `Bearer sv_${'a'.repeat(length)}` });
    expect(read(headers(128)).apiKey).toHaveLength(131);
    expect(() => read(headers(129))).toThrow(expect.objectContaining(unauthenticated));
  });

  test('is refused when the gateway takes tokens only', () => {
    expect(() => read({ authorization: 'Bearer sv_own' }, tokensOnly)).toThrow(
      'No valid credential: this gateway takes gateway tokens only, no Checkly keys.',
    );
  });
});

describe('a credential that is wrong', () => {
  test.each([
    'Bearer',
    'Bearer cu_',
    'Bearer xx_key',
    'Bearer CU_key',
    'Bearer cu_key cu_other',
    'Bearer cu_key, Bearer cu_other',
    'Bearer cu_k%C3%A9y',
    'Bearer cu_key/../x',
    'Basic Y3VfZGVtbzo=',
    'Token cu_demo',
    'cu_demo',
    'Bearer gw_short',
    'Bearer gw_an_unknown_token_of_nobody',
    'Bearer GW_0123456789abcdefghij',
  ])('is refused, whatever else would be allowed: %s', (authorization) => {
    const headers = { authorization, 'x-checkly-account': account };
    expect(() => read(headers, openToAll)).toThrow(expect.objectContaining(unauthenticated));
  });

  test.each(['x', `${account}, ${otherAccount}`, `{${account}}`, account.slice(1), '*'])(
    'is an account header that is not one UUID: %s',
    (value) => {
      const headers = { authorization: 'Bearer cu_own', 'x-checkly-account': value };
      expect(() => read(headers)).toThrow("X-Checkly-Account: must be the account's id, a UUID");
    },
  );

  test('is none at all, and a cookie is none', () => {
    for (const headers of [{}, { cookie: `authorization=Bearer ${token}; session=cu_demo` }]) {
      expect(() => read(headers, tokensOnly)).toThrow(
        'No valid credential: send "Authorization: Bearer" with a Checkly API key or a gateway token.',
      );
    }
  });
});

describe('a gateway token', () => {
  const authorization = `Bearer ${token}`;

  test('stands for its key and account, with the account header or without', () => {
    const credential = { ...held, source: 'gateway-token' };
    expect(read({ authorization }, tokensOnly)).toEqual(credential);
    expect(read({ authorization, 'x-checkly-account': account }, tokensOnly)).toEqual(credential);
  });

  test('does not reach another account', () => {
    expect(() => read({ authorization, 'x-checkly-account': otherAccount }, tokensOnly)).toThrow(
      expect.objectContaining({
        ...forbidden,
        message: 'X-Checkly-Account names an account that this credential does not stand for.',
      }),
    );
  });

  test('is not known by its beginning', () => {
    expect(() => read({ authorization: authorization.slice(0, -1) }, tokensOnly)).toThrow(
      'No valid credential: the gateway does not know this token.',
    );
    expect(() => read({ authorization: `${authorization}0` }, tokensOnly)).toThrow(
      'No valid credential: the gateway does not know this token.',
    );
  });
});

describe('the public', () => {
  test('reads as the held credential, and only for its account', () => {
    expect(read({}, openToAll)).toEqual({ ...held, source: 'public' });
    expect(read({ 'x-checkly-account': account }, openToAll)).toEqual({ ...held, source: 'public' });
    expect(() => read({ 'x-checkly-account': otherAccount }, openToAll)).toThrow(
      expect.objectContaining(forbidden),
    );
  });
});
