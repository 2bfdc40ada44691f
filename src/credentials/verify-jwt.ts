/** Verifies a JWT with the keys of its issuer: signature, issuer, audience and times. Fetches nothing; loaded only where JWTs are taken. */

import { createLocalJWKSet, errors, type JSONWebKeySet, jwtVerify } from 'jose';
import { isObject } from '../domain/is-object.ts';
import type { JwtRules } from './credential.ts';
import { jwtClockSkewSeconds } from './jwt-limits.ts';

type KeySet = ReturnType<typeof createLocalJWKSet>;

/** The claim that names who asks, and its value. */
export type Subject = readonly [claim: string, value: string];

export type JwtVerdict =
  /** `expiresAt` in milliseconds since the epoch, the clocks' difference included. */
  | { readonly kind: 'verified'; readonly subject: Subject; readonly expiresAt: number }
  | { readonly kind: 'unknown-key' }
  /** `reason` quotes nothing of the token. */
  | { readonly kind: 'refused'; readonly reason: string };

/** Signatures by a private key. With a shared secret (HS256) whoever verifies could sign, and `none` is no signature. */
const algorithms = ['RS256', 'ES256', 'EdDSA'];

/** @throws Error when `text` is not a JWK Set (RFC 7517, section 5) that has a key */
export function decodeKeySet(text: string): KeySet {
  const json: unknown = JSON.parse(text);
  if (!isKeySet(json)) throw new Error('not a JWK Set');
  return createLocalJWKSet(json);
}

/** `now` in milliseconds since the epoch. */
export async function verifyJwt(
  token: string,
  keys: KeySet,
  { issuer, audiences }: JwtRules,
  now: number,
): Promise<JwtVerdict> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      algorithms,
      issuer,
      audience: [...audiences],
      requiredClaims: ['exp'],
      clockTolerance: jwtClockSkewSeconds,
      currentDate: new Date(now),
    });
    const subject = readSubject(payload);
    if (subject === null) return refuse('the JWT names nobody: it has neither "sub" nor "common_name"');
    const expiresAt = ((payload.exp ?? 0) + jwtClockSkewSeconds) * 1000;
    return { kind: 'verified', subject, expiresAt };
  } catch (error) {
    return error instanceof errors.JWKSNoMatchingKey ? { kind: 'unknown-key' } : refuse(toReason(error));
  }
}

/** Cloudflare Access names a service by `common_name`, beside an empty `sub`. */
function readSubject(payload: Readonly<Record<string, unknown>>): Subject | null {
  for (const claim of ['sub', 'common_name']) {
    const value = payload[claim];
    if (typeof value === 'string' && value !== '') return [claim, value];
  }
  return null;
}

function isKeySet(value: unknown): value is JSONWebKeySet {
  return isObject(value) && Array.isArray(value.keys) && value.keys.length > 0 && value.keys.every(isObject);
}

function refuse(reason: string): JwtVerdict {
  return { kind: 'refused', reason };
}

function toReason(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'the JWT has expired';
  if (error instanceof errors.JWTClaimValidationFailed) {
    return reasonsByClaim.get(error.claim) ?? 'a claim of the JWT is missing or malformed';
  }
  if (error instanceof errors.JOSEAlgNotAllowed) {
    return `the JWT has to be signed with ${algorithms.slice(0, -1).join(', ')} or ${algorithms.at(-1)}`;
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) return "the JWT's signature is wrong";
  if (error instanceof errors.JWKSMultipleMatchingKeys)
    return 'the JWT does not say which key it is signed with';
  if (error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid) {
    return 'what comes in place of a JWT is none';
  }
  return "the JWT cannot be verified with its issuer's key";
}

const reasonsByClaim = new Map([
  ['iss', 'the JWT is of another issuer'],
  ['aud', 'the JWT is for another audience'],
  ['nbf', 'the JWT is not valid yet'],
  ['exp', 'the JWT does not say when it expires'],
]);
