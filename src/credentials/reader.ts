/** Who asks: from a request's headers to the reader, with the hashes that tell readers, their cache entries and their accounts apart. */

import { createHmac } from 'node:crypto';
import type { Config } from '../config/config.ts';
import type { Host } from '../host.ts';
import { createLruMap } from '../lru-map.ts';
import type { Credential, JwtRules } from './credential.ts';
import { createJwtVerifier } from './jwt-verifier.ts';
import type { KeepAlive } from './key-source.ts';
import { accountHeader, readBearer, readCredential, readHeldByJwt, readJwt } from './read-credential.ts';

export interface Reader {
  readonly credential: Credential;
  /** Keyed hash of credential and account. */
  readonly partition: string;
  /** Keyed hash of the account: what all its credentials share. */
  readonly accountTag: string;
  /** Keyed hash of who asks: of a JWT's subject or a gateway token, else `partition`. */
  readonly client: string;
}

/** `open` throws when there is no credential that will do: introspection needs none. */
export interface Identified {
  /** @throws CredentialError, InputError */
  open(): Reader;
  /** Null where `open` throws. */
  readonly reader: Reader | null;
}

export interface Readers {
  /** A promise where a JWT is verified. */
  identify(headers: Headers, keepAlive: KeepAlive): Identified | Promise<Identified>;
}

/** Readers that an isolate remembers by what their headers say, so that nothing is hashed again. */
const maxReaders = 500;

export function createReaders(
  host: Host,
  { credentials, cache }: Pick<Config, 'credentials' | 'cache'>,
): Readers {
  const known = createLruMap<Identified>(maxReaders);
  const secret = cache.partitionSecret;
  const identifyByJwt = credentials.jwt === null ? null : createJwtReaders(host, credentials.jwt, secret);
  return {
    identify(headers, keepAlive) {
      const byJwt = identifyByJwt?.(headers, keepAlive) ?? null;
      if (byJwt !== null) return byJwt;
      const name = `${headers.get('authorization') ?? ''}\n${headers.get(accountHeader) ?? ''}`;
      const found = known.get(name);
      if (found !== null) return found;
      const identified = identifyReader(() =>
        toReaderOf(headers, readCredential(headers, credentials), secret),
      );
      if (identified.reader !== null && name.length < 512) known.set(name, identified);
      return identified;
    },
  };
}

/** The returned function gives null for a request without a JWT. */
function createJwtReaders(
  host: Host,
  rules: JwtRules,
  secret: string,
): (headers: Headers, keepAlive: KeepAlive) => Promise<Identified> | null {
  const verify = createJwtVerifier(host, rules);
  return (headers, keepAlive) => {
    const token = readJwt(headers, rules);
    if (token === null) return null;
    return verify(token, keepAlive).then(
      (subject) =>
        identifyReader(() => ({
          ...toReader(readHeldByJwt(headers, rules), secret),
          client: sign(['jwt', ...subject], secret),
        })),
      refuseReader,
    );
  };
}

function identifyReader(read: () => Reader): Identified {
  try {
    const reader = read();
    return { reader, open: () => reader };
  } catch (error) {
    return refuseReader(error);
  }
}

function refuseReader(error: unknown): Identified {
  return {
    reader: null,
    open: () => {
      throw error;
    },
  };
}

/** Tokens that stand for one key are of different clients. */
function toReaderOf(headers: Headers, credential: Credential, secret: string): Reader {
  const reader = toReader(credential, secret);
  if (credential.source !== 'gateway-token') return reader;
  return { ...reader, client: sign(['token', readBearer(headers.get('authorization') ?? '') ?? ''], secret) };
}

function toReader(credential: Credential, secret: string): Reader {
  const partition = toPartition(credential, secret);
  return { credential, partition, accountTag: toAccountTag(credential, secret), client: partition };
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

/** A client that is known by its address alone. */
export function toAddressClient(address: string, secret: string): string {
  return sign(['address', address], secret);
}

/** For the log: enough to tell accounts and clients apart, and nothing to find one by. */
export function toLogName(keyedHash: string): string {
  return keyedHash.slice(0, 12);
}

function sign(parts: readonly string[], secret: string): string {
  const hmac = createHmac('sha256', secret);
  for (const part of parts) hmac.update(`${Buffer.byteLength(part)}:`).update(part);
  return hmac.digest('hex');
}
