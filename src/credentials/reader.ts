/** Who asks: from a request's headers to the credential it reads with, its partition and its account. A wrong credential is refused; it never falls back to another. */

import { createHmac } from 'node:crypto';
import type { Config } from '../config/config.ts';
import { CredentialError, InputError } from '../errors/input-error.ts';
import { createLruMap } from '../lru-map.ts';
import {
  accountIdPattern,
  apiKeyPattern,
  type Credential,
  type CredentialRules,
  gatewayTokenPattern,
  type HeldCredential,
  isServiceKey,
} from './credential.ts';
import { matchToken } from './match-token.ts';

export interface Reader {
  readonly credential: Credential;
  /** Keyed hash of credential and account. */
  readonly partition: string;
  /** Keyed hash of the account: what all its credentials share. */
  readonly accountTag: string;
}

/** `open` throws when there is no credential that will do: introspection needs none. */
export interface Identified {
  /** @throws CredentialError, InputError */
  open(): Reader;
  /** Null where `open` throws. */
  readonly reader: Reader | null;
}

export interface Readers {
  identify(headers: Headers): Identified;
}

/** Readers that an isolate remembers by what their headers say, so that nothing is hashed again. */
const maxReaders = 500;

export function createReaders({ credentials, cache }: Pick<Config, 'credentials' | 'cache'>): Readers {
  const known = createLruMap<Identified>(maxReaders);
  return {
    identify(headers) {
      const name = `${headers.get('authorization') ?? ''}\n${headers.get(accountHeader) ?? ''}`;
      const found = known.get(name);
      if (found !== null) return found;
      const identified = identifyReader(headers, credentials, cache.partitionSecret);
      if (identified.reader !== null && name.length < 512) known.set(name, identified);
      return identified;
    },
  };
}

function identifyReader(headers: Headers, rules: CredentialRules, secret: string): Identified {
  try {
    const credential = readCredential(headers, rules);
    const reader: Reader = {
      credential,
      partition: toPartition(credential, secret),
      accountTag: toAccountTag(credential, secret),
    };
    return { reader, open: () => reader };
  } catch (error) {
    return {
      reader: null,
      open: () => {
        throw error;
      },
    };
  }
}

export interface PartitionOwner {
  readonly apiKey: string;
  readonly accountId: string | null;
}

/** HMAC-SHA-256 over the length-prefixed key and account, as hex: two owners can never spell the same text. */
export function toPartition({ apiKey, accountId }: PartitionOwner, secret: string): string {
  return sign([apiKey, accountId ?? ''], secret);
}

/** A name for the account alone, for what all its credentials share: its budget and its purges. */
export function toAccountTag({ apiKey, accountId }: PartitionOwner, secret: string): string {
  return accountId === null ? sign(['key', apiKey], secret) : sign(['account', accountId], secret);
}

/** For the log: enough to tell accounts apart, and nothing to find an account by. */
export function toTenant(accountTag: string): string {
  return accountTag.slice(0, 12);
}

function sign(parts: readonly string[], secret: string): string {
  const hmac = createHmac('sha256', secret);
  for (const part of parts) hmac.update(`${Buffer.byteLength(part)}:`).update(part);
  return hmac.digest('hex');
}

const accountHeader = 'X-Checkly-Account';

/**
 * @throws CredentialError when there is no credential, an unknown one, or one for another account;
 * InputError naming the account header when it is malformed or missing.
 */
export function readCredential(headers: Headers, rules: CredentialRules): Credential {
  const accountId = readAccountId(headers.get(accountHeader));
  const authorization = headers.get('authorization')?.trim() ?? '';
  if (authorization === '') return readPublic(rules, accountId);
  const secret = readBearer(authorization);
  if (secret === null) throw refuse('the Authorization header must be "Bearer" and a key or a gateway token');
  if (secret.startsWith('gw_')) return readGatewayToken(secret, rules, accountId);
  return readPassedThrough(secret, rules, accountId);
}

function readAccountId(value: string | null): string | null {
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

function refuse(message: string): CredentialError {
  return new CredentialError('unauthenticated', `No valid credential: ${message}.`);
}

/** The secret of `Authorization: Bearer …` (RFC 6750); null when the header has another form. */
export function readBearer(authorization: string): string | null {
  return /^Bearer +(\S+)$/i.exec(authorization.trim())?.[1] ?? null;
}
