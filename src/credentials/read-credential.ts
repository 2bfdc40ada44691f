/** From a request's headers to the credential that it reads with. A wrong credential is refused; it never falls back to another. */

import { CredentialError, InputError } from '../errors/input-error.ts';
import {
  accountIdPattern,
  apiKeyPattern,
  type Credential,
  type CredentialRules,
  gatewayTokenPattern,
  type HeldCredential,
  isServiceKey,
  type JwtRules,
} from './credential.ts';
import { matchToken } from './match-token.ts';

export const accountHeader = 'X-Checkly-Account';

/**
 * @throws CredentialError when there is no credential, an unknown one, or one for another account;
 * InputError naming the account header when it is malformed or missing.
 */
export function readCredential(headers: Headers, rules: CredentialRules): Credential {
  const accountId = readAccountId(headers);
  const authorization = headers.get('authorization')?.trim() ?? '';
  if (authorization === '') return readPublic(rules, accountId);
  const secret = readBearer(authorization);
  if (secret === null) throw refuse('the Authorization header must be "Bearer" and a key or a gateway token');
  if (secret.startsWith('gw_')) return readGatewayToken(secret, rules, accountId);
  return readPassedThrough(secret, rules, accountId);
}

/** The JWT that a request brings; null when it brings none, or another credential. Neither keys nor gateway tokens have dots. */
export function readJwt(headers: Headers, { header }: JwtRules): string | null {
  const authorization = headers.get('authorization')?.trim() ?? '';
  if (header !== 'authorization') return authorization === '' ? headers.get(header)?.trim() || null : null;
  const secret = readBearer(authorization);
  return secret?.includes('.') === true ? secret : null;
}

/** What readers with a verified JWT read with. @throws CredentialError, InputError for another account */
export function readHeldByJwt(headers: Headers, { held }: JwtRules): Credential {
  return hold(held, 'jwt', readAccountId(headers));
}

/** `message` follows "No valid credential:". */
export function refuse(message: string): CredentialError {
  return new CredentialError('unauthenticated', `No valid credential: ${message}.`);
}

/** The secret of `Authorization: Bearer …` (RFC 6750); null when the header has another form. */
export function readBearer(authorization: string): string | null {
  return /^Bearer +(\S+)$/i.exec(authorization.trim())?.[1] ?? null;
}

function readAccountId(headers: Headers): string | null {
  const value = headers.get(accountHeader);
  if (value === null || value.trim() === '') return null;
  const accountId = value.trim().toLowerCase();
  if (!accountIdPattern.test(accountId))
    throw new InputError(accountHeader, "must be the account's id, a UUID");
  return accountId;
}

function readPublic({ publicCredential }: CredentialRules, accountId: string | null): Credential {
  if (publicCredential === null) {
    throw refuse('send "Authorization: Bearer" with a Checkly API key or a gateway token');
  }
  return hold(publicCredential, 'public', accountId);
}

function readGatewayToken(
  secret: string,
  { gatewayTokens }: CredentialRules,
  accountId: string | null,
): Credential {
  const token = gatewayTokenPattern.test(secret) ? matchToken(secret, gatewayTokens) : null;
  if (token === null) throw refuse('the gateway does not know this token');
  return hold(token, 'gateway-token', accountId);
}

function hold(held: HeldCredential, source: Credential['source'], accountId: string | null): Credential {
  if (accountId !== null && accountId !== held.accountId) {
    throw new CredentialError(
      'forbidden',
      `${accountHeader} names an account that this credential does not stand for.`,
    );
  }
  return { apiKey: held.apiKey, accountId: held.accountId, source };
}

function readPassedThrough(secret: string, rules: CredentialRules, accountId: string | null): Credential {
  if (!rules.passThrough) throw refuse('this gateway takes gateway tokens only, no Checkly keys');
  if (!apiKeyPattern.test(secret)) throw refuse('this is neither a Checkly API key nor a gateway token');
  if (accountId === null && !isServiceKey(secret)) {
    throw new InputError(accountHeader, "is required with a user's API key: it chooses the account");
  }
  return { apiKey: secret, accountId, source: 'pass-through' };
}
