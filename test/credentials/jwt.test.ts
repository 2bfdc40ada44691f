/** Readers who bring a JWT: which are taken, which are refused, and what each is told. */

import { UnsecuredJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { demoAccountId, otherAccountId } from '../../emulator/accounts.ts';
import {
  audience,
  bearer,
  createJwtWorld,
  createSigningKey,
  goodClaims,
  issuer,
  signJwt,
  startSeconds,
  toKeySet,
} from './jwt-issuer.ts';

const query = '{ testSessions(first: 1) { nodes { account { id } } } }';
const answered = { testSessions: { nodes: [{ account: { id: demoAccountId } }] } };
const key = await createSigningKey('k1');
const foreignKey = await createSigningKey('k1');
const open = (vars: Readonly<Record<string, string>> = {}) => createJwtWorld(toKeySet(key), vars);

describe('a good JWT', () => {
  test.each(['RS256', 'ES256', 'EdDSA'])('that is signed with %s reads the held account', async (alg) => {
    const signing = await createSigningKey('k', alg);
    const gateway = createJwtWorld(toKeySet(signing));
    const { status, data, errors } = await gateway.ask(query, { headers: bearer(await signJwt(signing)) });
    expect([status, data, errors]).toEqual([200, answered, []]);
    expect([gateway.keyReads(), gateway.upstreamCalls()]).toEqual([1, 1]);
  });

  test('comes as it is in a header of its own, as Cloudflare Access sends it, and answers vary by it', async () => {
    const gateway = open({ JWT_HEADER: 'Cf-Access-Jwt-Assertion', JWT_AUDIENCE: 'tag-of-another, the-tag' });
    const token = await signJwt(key, { aud: ['the-tag'] });
    for (const again of [false, true]) {
      const answer = await gateway.ask(query, { headers: { 'cf-access-jwt-assertion': token } });
      expect([answer.data, answer.headers.get('vary')], String(again)).toEqual([
        answered,
        'Authorization, X-Checkly-Account, Accept, Accept-Encoding, cf-access-jwt-assertion',
      ]);
    }
  });

  test('may name the account that is held, and no other', async () => {
    const gateway = open();
    const headers = bearer(await signJwt(key));
    const same = await gateway.ask(query, { headers: { ...headers, 'x-checkly-account': demoAccountId } });
    expect(same.data).toEqual(answered);
    const other = await gateway.ask(query, { headers: { ...headers, 'x-checkly-account': otherAccountId } });
    expect(other.errors[0]?.extensions).toEqual({ code: 'FORBIDDEN' });
  });

  test('of a service names it by common_name, as Cloudflare Access does', async () => {
    const token = await signJwt(key, { sub: '', common_name: 'ci.access' });
    expect((await open().ask(query, { headers: bearer(token) })).data).toEqual(answered);
  });

  test('is good for the clocks’ difference beyond its times, and not a second longer', async () => {
    const gateway = open();
    const status = async (claims: object) =>
      (await gateway.ask(query, { headers: bearer(await signJwt(key, { ...claims })) })).status;
    expect(await status({ exp: startSeconds - 29 })).toBe(200);
    expect(await status({ exp: startSeconds - 30 })).toBe(401);
    expect(await status({ nbf: startSeconds + 30 })).toBe(200);
    expect(await status({ nbf: startSeconds + 31 })).toBe(401);
  });

  test('expires although it was verified before and its response is cached', async () => {
    const gateway = open({
      FRESH_RUNNING_SECONDS: '3600',
      FRESH_HEAD_SECONDS: '3600',
      CREDENTIAL_VALID_SECONDS: '3600',
      MEMORY_MAX_AGE_SECONDS: '3600',
    });
    const headers = bearer(await signJwt(key, { exp: startSeconds + 60 }));
    expect((await gateway.ask(query, { headers })).status).toBe(200);
    await gateway.clock.advance(89_999);
    expect((await gateway.ask(query, { headers })).headers.get('cache-status')).toMatch(
      /^gateway-responses; hit/,
    );
    await gateway.clock.advance(1);
    expect((await gateway.ask(query, { headers })).status).toBe(401);
  });

  test('has the cache entries of its key with all other readers of the key, and a name of its own in the log', async () => {
    const gateway = open();
    for (const sub of ['ada', 'ada', 'grace']) {
      const headers = bearer(await signJwt(key, { sub, jti: crypto.randomUUID() }));
      expect((await gateway.ask(query, { headers })).data).toEqual(answered);
    }
    expect(gateway.upstreamCalls()).toBe(1);
    const clients = gateway.log.map(({ client }) => client);
    expect(clients[0]).toMatch(/^[0-9a-f]{12}$/);
    expect([clients[1] === clients[0], clients[2] === clients[0]]).toEqual([true, false]);
    expect(JSON.stringify(gateway.log)).not.toMatch(/ada|grace/);
  });
});

describe('a JWT is refused', () => {
  const parts = (token: string) => token.split('.');

  test.each<[string, () => Promise<string>, string]>([
    ['that has expired', () => signJwt(key, { exp: startSeconds - 60 }), 'the JWT has expired'],
    ['that is not valid yet', () => signJwt(key, { nbf: startSeconds + 60 }), 'the JWT is not valid yet'],
    ['that never expires', () => signJwt(key, { exp: undefined }), 'the JWT does not say when it expires'],
    ['of another issuer', () => signJwt(key, { iss: `${issuer}/` }), 'the JWT is of another issuer'],
    ['of no issuer', () => signJwt(key, { iss: undefined }), 'the JWT is of another issuer'],
    [
      'for another audience',
      () => signJwt(key, { aud: ['x', `${audience}2`] }),
      'the JWT is for another audience',
    ],
    ['for no audience', () => signJwt(key, { aud: undefined }), 'the JWT is for another audience'],
    [
      'that names nobody',
      () => signJwt(key, { sub: undefined }),
      'the JWT names nobody: it has neither "sub" nor "common_name"',
    ],
    [
      'that another key has signed under the same id',
      () => signJwt(foreignKey),
      "the JWT's signature is wrong",
    ],
    [
      'whose key is unknown',
      async () => signJwt(await createSigningKey('k2')),
      "the JWT is not signed with a key of its issuer's",
    ],
    [
      'whose claims were changed',
      async () => {
        const [head, , signature] = parts(await signJwt(key));
        const [, claims] = parts(await signJwt(key, { sub: 'mallory' }));
        return [head, claims, signature].join('.');
      },
      "the JWT's signature is wrong",
    ],
    [
      'that is not signed',
      async () => new UnsecuredJWT(goodClaims).encode(),
      'the JWT has to be signed with RS256, ES256 or EdDSA',
    ],
    ['that is cut', async () => (await signJwt(key)).slice(0, -1), 'what comes in place of a JWT is none'],
    [
      'that is two parts',
      async () =>
        parts(await signJwt(key))
          .slice(0, 2)
          .join('.'),
      'what comes in place of a JWT is none',
    ],
    ['that is dots', async () => '..', 'what comes in place of a JWT is none'],
    [
      'that is too long',
      () => signJwt(key, { more: 'x'.repeat(8_192) }),
      'a JWT has at most 8192 characters',
    ],
  ])('%s', async (_case, make, reason) => {
    const gateway = open();
    const token = await make();
    const { status, headers, data, errors } = await gateway.ask(query, { headers: bearer(token) });
    expect([status, headers.get('www-authenticate'), data]).toEqual([401, 'Bearer', { testSessions: null }]);
    expect(errors).toEqual([
      {
        message: `No valid credential: ${reason}.`,
        path: ['testSessions'],
        extensions: { code: 'UNAUTHENTICATED' },
      },
    ]);
    expect(gateway.upstreamCalls()).toBe(0);
    const seen = JSON.stringify([errors, gateway.log, [...headers]]);
    expect(parts(token).filter((part) => part !== '' && seen.includes(part))).toEqual([]);
  });

  test.each(['HS256', 'HS512'])('that is signed by %s with the public key as its secret', async (alg) => {
    const secret = new TextEncoder().encode(JSON.stringify(key.publicJwk));
    const hash = { HS256: 'SHA-256', HS512: 'SHA-512' }[alg] ?? '';
    const hmac = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash }, false, ['sign']);
    const token = await signJwt({ ...key, alg, privateKey: hmac });
    const answer = await open().ask(query, { headers: bearer(token) });
    expect([answer.status, answer.errors[0]?.message]).toEqual([
      401,
      'No valid credential: the JWT has to be signed with RS256, ES256 or EdDSA.',
    ]);
  });

  test('that brings its own key, which is not looked at', async () => {
    const gateway = open();
    const header = { jwk: foreignKey.publicJwk, jku: 'https://evil.example/keys' };
    const answer = await gateway.ask(query, { headers: bearer(await signJwt(foreignKey, {}, header)) });
    expect([answer.status, gateway.keyReads()]).toEqual([401, 1]);
  });

  test('also where the public may read: it does not become the public', async () => {
    const gateway = open({ PUBLIC_ACCESS: 'held-data-is-public', JWT_HEADER: 'X-Token' });
    const expired = await signJwt(key, { exp: startSeconds - 60 });
    expect((await gateway.ask(query, { headers: {} })).status).toBe(200);
    expect((await gateway.ask(query, { headers: { 'x-token': expired } })).status).toBe(401);
  });
});

describe('beside JWTs', () => {
  test('keys and gateway tokens read as before, and no issuer is asked', async () => {
    const token = 'gw_0123456789abcdefghij';
    const held = { key: 'cu_demo', account: demoAccountId };
    const gateway = open({ GATEWAY_TOKENS: JSON.stringify({ [token]: held }), JWT_HEADER: 'X-Token' });
    expect((await gateway.ask(query)).data).toEqual(answered);
    const both = { ...bearer(token), 'x-token': await signJwt(foreignKey) };
    expect((await gateway.ask(query, { headers: both })).data).toEqual(answered);
    expect((await gateway.ask(query, { headers: {} })).status).toBe(401);
    expect(gateway.keyReads()).toBe(0);
  });

  test('a gateway that is not set up for them refuses them without asking anybody', async () => {
    const gateway = createJwtWorld(toKeySet(key), {
      JWT_JWKS_URL: '',
      JWT_ISSUER: '',
      JWT_AUDIENCE: '',
    });
    const answer = await gateway.ask(query, { headers: bearer(await signJwt(key)) });
    expect([answer.status, answer.errors[0]?.message, gateway.keyReads()]).toEqual([
      401,
      'No valid credential: this is neither a Checkly API key nor a gateway token.',
      0,
    ]);
  });
});
