/** An identity provider for tests: real keys, a JWK Set at an address, and tokens as its users would bring them. */

import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import { demoAccountId, demoKey } from '../../emulator/accounts.ts';
import type { RateLimiter } from '../../src/client-limit.ts';
import { createTestGateway, type TestGateway, testStart } from '../support/test-gateway.ts';

export const keySetUrl = 'https://id.example/keys';
export const issuer = 'https://id.example';
export const audience = 'gateway';

export const jwtVars = {
  CHECKLY_API_KEY: demoKey,
  CHECKLY_ACCOUNT_ID: demoAccountId,
  JWT_JWKS_URL: keySetUrl,
  JWT_ISSUER: issuer,
  JWT_AUDIENCE: audience,
};

export interface SigningKey {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
}

export async function createSigningKey(kid: string, alg = 'ES256'): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const publicJwk = { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' };
  return { kid, alg, privateKey, publicJwk };
}

export const startSeconds = testStart / 1000;

/** Good for an hour from the tests' start, for the demo account. */
export const goodClaims: JWTPayload = {
  iss: issuer,
  aud: audience,
  sub: 'ada',
  iat: startSeconds,
  exp: startSeconds + 3600,
};

export function signJwt(
  { kid, alg, privateKey }: SigningKey,
  claims: Readonly<Record<string, unknown>> = {},
  header: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  return new SignJWT({ ...goodClaims, ...claims })
    .setProtectedHeader({ alg, kid, ...header })
    .sign(privateKey);
}

export function toKeySet(...keys: readonly SigningKey[]): string {
  return JSON.stringify({ keys: keys.map(({ publicJwk }) => publicJwk) });
}

export interface JwtWorld extends TestGateway {
  /** How often the keys were asked for. */
  keyReads(): number;
  /** What the keys' address answers from now on. */
  publish(answer: string | ((request: Request) => Response | Promise<Response>)): void;
}

/** A gateway that takes the JWTs of an issuer whose address answers with `keySet`. */
export function createJwtWorld(
  keySet: string,
  vars: Readonly<Record<string, string>> = {},
  clientLimiter?: RateLimiter,
): JwtWorld {
  let reads = 0;
  let answer = (_request: Request): Response | Promise<Response> => new Response(keySet);
  const gateway = createTestGateway({
    vars: { ...jwtVars, ...vars },
    ...(clientLimiter === undefined ? {} : { clientLimiter }),
    between(request, pass) {
      if (request.url !== keySetUrl) return pass(request);
      reads += 1;
      return answer(request);
    },
  });
  return {
    ...gateway,
    keyReads: () => reads,
    publish(next) {
      answer = typeof next === 'string' ? () => new Response(next) : next;
    },
  };
}

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
