/** A Checkly credential, checked against strict patterns and normalized once: exactly these bytes are hashed and sent. */

import { uuidPattern } from '../domain/uuid.ts';

export interface Credential {
  /** Of a user (`cu_…`) or of a service (`sv_…`). */
  readonly apiKey: string;
  /** Lower-case UUID; null for a service key that came without one. */
  readonly accountId: string | null;
  /** Whose words the credential came in. */
  readonly source: 'pass-through' | 'gateway-token' | 'jwt' | 'public';
}

export interface HeldCredential {
  readonly apiKey: string;
  readonly accountId: string | null;
}

interface GatewayToken extends HeldCredential {
  /** SHA-256 of the token. */
  readonly tokenHash: Uint8Array;
}

/** Which JWTs (RFC 7519) are taken, and what they stand for. */
export interface JwtRules {
  /** Where the issuer publishes its keys: a JWK Set (RFC 7517, section 5). */
  readonly keySetUrl: string;
  /** The whole of `iss`. */
  readonly issuer: string;
  /** One of them has to be in `aud`. */
  readonly audiences: readonly string[];
  /** In lower case. In `authorization` a JWT comes as a bearer token, in any other as it is. */
  readonly header: string;
  readonly held: HeldCredential;
}

export interface CredentialRules {
  /** Whether readers may bring their own Checkly key. */
  readonly passThrough: boolean;
  readonly gatewayTokens: readonly GatewayToken[];
  /** What readers without any credential read as; null when they are refused. */
  readonly publicCredential: HeldCredential | null;
  /** Null when no JWT is taken. */
  readonly jwt: JwtRules | null;
}

/** Checkly's keys; the demo key of the emulator is one. */
export const apiKeyPattern = /^(?:cu|sv)_[A-Za-z0-9_-]{1,128}$/;
export const gatewayTokenPattern = /^gw_[A-Za-z0-9_-]{20,128}$/;
export const purgeTokenPattern = /^purge_[A-Za-z0-9_-]{20,128}$/;
export const accountIdPattern = uuidPattern;

export function isServiceKey(apiKey: string): boolean {
  return apiKey.startsWith('sv_');
}
