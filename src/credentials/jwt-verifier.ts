/**
 * Tells whom a JWT speaks for, once for each token and set of keys. What reads and verifies one, with its library, is
 * loaded with the first JWT. No token is kept, and none is quoted.
 */

import { CredentialError } from '../errors/input-error.ts';
import type { Host } from '../host.ts';
import { createLruMap } from '../lru-map.ts';
import type { JwtRules } from './credential.ts';
import { maxJwtLength } from './jwt-limits.ts';
import { createKeySource, type KeepAlive } from './key-source.ts';
import { hashToken } from './match-token.ts';
import { refuse } from './read-credential.ts';
import type { JwtVerdict, Subject } from './verify-jwt.ts';

/** @throws CredentialError for a token that is refused, or that cannot be verified for now */
export type VerifyJwt = (token: string, keepAlive: KeepAlive) => Promise<Subject>;

interface VerifiedToken {
  readonly subject: Subject;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** Of the keys that it was verified with. */
  readonly keysVersion: number;
}

const maxVerifiedTokens = 500;

export function createJwtVerifier(host: Host, rules: JwtRules): VerifyJwt {
  const source = createKeySource(host, rules.keySetUrl, async (text) =>
    (await import('./verify-jwt.ts')).decodeKeySet(text),
  );
  const verified = createLruMap<VerifiedToken>(maxVerifiedTokens);

  async function verify(token: string, keepAlive: KeepAlive): Promise<VerifiedToken> {
    const { verifyJwt } = await import('./verify-jwt.ts');
    const current = await source.current(keepAlive);
    if (current === null) throw unverifiable();
    const verdict = await verifyJwt(token, current.keys, rules, host.now());
    // The issuer may sign with a key that it has just published.
    const newer = verdict.kind === 'unknown-key' ? await source.newerThan(current, keepAlive) : null;
    if (newer === null) return toVerified(verdict, current.version);
    return toVerified(await verifyJwt(token, newer.keys, rules, host.now()), newer.version);
  }

  return async (token, keepAlive) => {
    if (token.length > maxJwtLength) throw refuse(`a JWT has at most ${maxJwtLength} characters`);
    const name = Buffer.from(hashToken(token)).toString('base64url');
    const known = verified.get(name);
    if (known !== null && host.now() < known.expiresAt) {
      const current = await source.current(keepAlive);
      if (current?.version === known.keysVersion) return known.subject;
    }
    const found = await verify(token, keepAlive);
    verified.set(name, found);
    return found.subject;
  };
}

function toVerified(verdict: JwtVerdict, keysVersion: number): VerifiedToken {
  switch (verdict.kind) {
    case 'verified':
      return { subject: verdict.subject, expiresAt: verdict.expiresAt, keysVersion };
    case 'unknown-key':
      throw refuse("the JWT is not signed with a key of its issuer's");
    case 'refused':
      throw refuse(verdict.reason);
  }
}

function unverifiable(): CredentialError {
  return new CredentialError(
    'unverifiable',
    "The JWT cannot be verified for now: its issuer's keys cannot be read.",
  );
}
