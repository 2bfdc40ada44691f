/** Finds a secret token by its hash. */

import { createHash, timingSafeEqual } from 'node:crypto';

interface HashedToken {
  /** SHA-256 of the token. */
  readonly tokenHash: Uint8Array;
}

/** SHA-256: tokens are stored and compared as hashes. */
export function hashToken(token: string): Uint8Array {
  return createHash('sha256').update(token).digest();
}

/** Compares with every token, in constant time for each, so that time does not tell which was near. Null when unknown. */
export function matchToken<Token extends HashedToken>(
  secret: string,
  tokens: readonly Token[],
): Token | null {
  const hash = hashToken(secret);
  let found: Token | null = null;
  for (const token of tokens) {
    if (timingSafeEqual(token.tokenHash, hash)) found = token;
  }
  return found;
}
